package io.traceo.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.traceo.workers.WorkerMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker that is out of memory ends and says so: it is started again, or missed. */
class OutOfMemoryTest {
  private static final int SMALL_MIB = 16;

  @TempDir private Path home;

  @Test
  void aProcessWithoutMemoryEndsAndSaysSo() throws Exception {
    JavaChild child =
        JavaChild.start(new LabFolder(home), "hungry", SMALL_MIB, Hungry.class, List.of());
    try {
      ProcessHandle process = child.handle();
      assertThat(process.onExit().get(2, TimeUnit.MINUTES).isAlive()).isFalse();
    } finally {
      child.kill();
    }
    assertThat(Files.readString(home.resolve("lab/logs/hungry.log")))
        .contains("Terminating due to java.lang.OutOfMemoryError: Java heap space");
    assertThat(files())
        .as("no dump of the heap, it has secrets")
        .noneMatch(f -> f.endsWith("hprof"));
  }

  @Test
  void aWorkerThatWouldLiveOnDoesNotStart() {
    assertThatThrownBy(() -> WorkerMain.run(new WorkerMain.Arguments(List.of())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("-XX:+ExitOnOutOfMemoryError");
  }

  private List<String> files() throws IOException {
    try (var all = Files.walk(home)) {
      return all.map(Path::toString).toList();
    }
  }

  /** As a worker does: one of its threads wants too much, and the error ends in a future. */
  static final class Hungry {
    private Hungry() {}

    /** Runs for ever if the error is swallowed. */
    public static void main(String[] args) throws Exception {
      var unused =
          Executors.newSingleThreadExecutor()
              .submit(
                  () -> {
                    Deque<byte[]> log = new ArrayDeque<>();
                    while (log.size() < Integer.MAX_VALUE) {
                      log.add(new byte[1 << 20]);
                    }
                    return log.peek();
                  });
      Thread.sleep(TimeUnit.HOURS.toMillis(1));
    }
  }
}
