package io.traceo.activities.backup.restored;

import io.traceo.activities.backup.WalName;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Tells a log that ends in the middle of a record, as it may when its leader dies, from one that
 * can't be read on. Pure. Record and page headers as in PostgreSQL's {@code xlogrecord.h} and
 * {@code xlog_internal.h}.
 */
final class WalTail {
  private static final int PAGE = 8192;
  private static final int LONG_HEADER = 40;
  private static final int SHORT_HEADER = 24;

  private WalTail() {}

  /**
   * Whether the record that begins at a position is longer than the log is.
   *
   * @param segment content of the segment with that position
   * @param end position at which the log ends
   */
  static boolean unfinished(byte[] segment, long position, long end) {
    int at = (int) (position % WalName.BYTES);
    long first = position;
    if (at % PAGE == 0) {
      int header = at == 0 ? LONG_HEADER : SHORT_HEADER;
      at += header;
      first += header;
    }
    if (first + Integer.BYTES > end) {
      return true;
    }
    long length =
        Integer.toUnsignedLong(ByteBuffer.wrap(segment).order(ByteOrder.LITTLE_ENDIAN).getInt(at));
    // Pages that it crosses have headers of their own.
    long pages = (first % PAGE + length) / PAGE;
    return length > 0 && first + length + pages * SHORT_HEADER > end;
  }
}
