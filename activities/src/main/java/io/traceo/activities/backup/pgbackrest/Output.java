package io.traceo.activities.backup.pgbackrest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads one output of a program, all of it so that the program never waits, and keeps the newest
 * part. Reads in a thread of its own.
 */
final class Output {
  /** An info answer about hundreds of backups fits; a detailed log needs only its end. */
  static final int KEPT = 4 << 20;

  private final StringBuilder kept = new StringBuilder();
  private final Thread reader;

  Output(InputStream stream) {
    reader = new Thread(() -> read(stream), "pgbackrest-output");
    reader.setDaemon(true);
    reader.start();
  }

  private void read(InputStream stream) {
    byte[] buffer = new byte[8192];
    try (stream) {
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        keep(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      // The program was ended; what it said until then is all there is.
    }
  }

  private synchronized void keep(String text) {
    kept.append(text);
    if (kept.length() > KEPT) {
      kept.delete(0, kept.length() - KEPT / 2);
    }
  }

  /** Everything that was kept, once the program has ended. */
  String text() throws InterruptedException {
    // A child that outlives the program would keep the pipe open for ever.
    reader.join(2000);
    synchronized (this) {
      return new String(
          kept.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
  }

  /** The last lines until now. */
  synchronized String end() {
    return kept.substring(Math.max(0, kept.length() - 1000));
  }
}
