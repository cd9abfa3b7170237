package io.traceo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lab's files, removed by more than one command at the same moment. */
class LabFolderTest {
  @TempDir private Path home;

  @Test
  void twoWhoRemoveTheSameFilesDoNotStumbleOverEachOther() throws IOException {
    for (int round = 0; round < 20; round++) {
      Path lab = home.resolve("lab");
      for (int i = 0; i < 20; i++) {
        Path folder = Files.createDirectories(lab.resolve("a" + i + "/b"));
        for (int j = 0; j < 10; j++) {
          Files.writeString(folder.resolve("file" + j), "x");
        }
      }
      CompletableFuture<Void> other = CompletableFuture.runAsync(() -> LabFolder.remove(lab));
      LabFolder.remove(lab);
      other.join();
      assertThat(lab).doesNotExist();
    }
  }
}
