package io.traceo.workflows.restore;

import org.jspecify.annotations.Nullable;

/**
 * Where a restore is to stop.
 *
 * @param kind what the other fields mean
 * @param atMillis the last commit at or before this time is the last one that is there
 * @param position likewise in bytes of the log
 */
public record RestoreTarget(Kind kind, @Nullable Long atMillis, @Nullable Long position) {
  /** Everything that was archived. */
  public static final RestoreTarget LATEST = new RestoreTarget(Kind.LATEST, null, null);

  /** Kinds of target. */
  public enum Kind {
    /** The end of the archive. */
    LATEST,
    /** A moment. */
    TIME,
    /** A position of the log. */
    POSITION,
    /** The first moment at which a backup is consistent. */
    BACKUP
  }
}
