package io.traceo.activities.backup.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;

/** Keys of the tests. */
final class Keys {
  static final RegionKey OURS = key("ours", 1);
  static final RegionKey OTHER = key("other", 2);

  private Keys() {}

  private static RegionKey key(String id, int filler) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) filler);
    try {
      Path file = Files.createTempFile("traceo", ".key");
      try {
        Files.writeString(file, Base64.getEncoder().encodeToString(bytes));
        return RegionKey.of(id, "file:" + file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
