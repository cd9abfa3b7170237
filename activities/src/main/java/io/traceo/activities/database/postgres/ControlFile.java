package io.traceo.activities.database.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a server that is down says of itself: the first fields of {@code global/pg_control}, as
 * {@code pg_controldata} prints them. Their places have been the same since PostgreSQL 9.3; the
 * byte order is this machine's.
 *
 * @param state how it ended
 * @param checkpoint where the record of its last checkpoint begins, in bytes of the log; after a
 *     clean stop that is the last record of all
 * @param timeline of that checkpoint
 */
public record ControlFile(State state, long checkpoint, int timeline) {
  private static final int STATE_AT = 16;
  private static final int CHECKPOINT_AT = 32;
  private static final int TIMELINE_AT = 48;

  /** In the order of PostgreSQL's {@code DBState}. */
  public enum State {
    STARTING,
    STOPPED_CLEANLY,
    STANDBY_STOPPED_CLEANLY,
    STOPPING,
    IN_CRASH_RECOVERY,
    STANDBY,
    LEADING;

    /** Ended, or runs, in recovery: it was no leader. */
    public boolean standby() {
      return this == STANDBY || this == STANDBY_STOPPED_CLEANLY;
    }
  }

  /** Reads {@code global/pg_control} below a data folder. */
  public static ControlFile read(Path data) {
    Path file = data.resolve("global/pg_control");
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
      int state = bytes.getInt(STATE_AT);
      if (state < 0 || state >= State.values().length) {
        throw new IOException("unknown state " + state);
      }
      return new ControlFile(
          State.values()[state], bytes.getLong(CHECKPOINT_AT), bytes.getInt(TIMELINE_AT));
    } catch (IOException | IndexOutOfBoundsException e) {
      throw new UncheckedIOException("cannot read " + file, new IOException(e));
    }
  }
}
