package io.traceo.activities.backup.restored;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Failures;
import io.traceo.workflows.contract.FailureTypes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Why a restored server has ended, in its own words. */
final class ServerWords {
  private static final int TAIL = 1 << 16;

  private ServerWords() {}

  /** The failure that its log tells of. */
  static ApplicationFailure failure(Path log, String what) {
    String said = lastFatal(log);
    boolean taken = said.contains("could not bind") || said.contains("TCP/IP sockets");
    boolean room = said.contains("No space left") || said.contains("could not map");
    return Failures.of(
        taken || room ? FailureTypes.NOT_READY : FailureTypes.CORRUPT, what + ": " + said);
  }

  private static String lastFatal(Path log) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      byte[] tail = new byte[(int) Math.min(file.length(), TAIL)];
      file.seek(file.length() - tail.length);
      file.readFully(tail);
      List<String> lines = new String(tail, StandardCharsets.UTF_8).lines().toList();
      String first = "its log " + log + " says nothing";
      for (int i = lines.size() - 1; i >= 0; i--) {
        String line = lines.get(i);
        if (line.contains("FATAL:") || line.contains("PANIC:")) {
          return line.substring(Math.max(line.indexOf("FATAL:"), line.indexOf("PANIC:")));
        }
      }
      return first;
    } catch (IOException e) {
      return "its log " + log + " can't be read";
    }
  }
}
