package io.traceo.activities.backup;

import io.traceo.workflows.restore.ArchiveState;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An archive of a group's log, asked by the names that PostgreSQL uses: {@code
 * 000000010000000000000007} and {@code 00000002.history}. Safe for several threads.
 *
 * <p>Failures: {@code Unreachable} when it does not answer now, {@code Corrupt} when what it has is
 * not what was archived.
 */
public interface LogSource extends AutoCloseable {
  /** What there is of a file. */
  enum Found {
    /** Complete. */
    WHOLE,
    /** The unfinished last segment, filled up with zeros. */
    PARTIAL,
    /** The archive has no such file. */
    NONE
  }

  /**
   * Copies a file out of the archive, whole or not at all.
   *
   * @param to overwritten; left alone when there is none
   */
  Found get(String name, Path to);

  /** Whether it is there, without reading it. */
  Found look(String name);

  /**
   * System identifier of the database cluster that a segment is of, read without anything that was
   * restored; null when there is no such segment.
   */
  @Nullable String cluster(String segment);

  /** Histories of timelines by their number, as PostgreSQL wrote them. */
  Map<Integer, String> histories();

  /** How far the archive is; null when nothing was ever archived. */
  @Nullable ArchiveState state();

  @Override
  default void close() {}
}
