package io.traceo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.activities.health.ProbeCounts;
import io.traceo.activities.meters.Meters;
import io.traceo.workers.ProcessEndpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image's health check says of a worker what its endpoint says. */
class HealthCheckTest {
  @TempDir Path folder;

  @Test
  void healthyWhileTheWorkerServesAndNotBeforeOrAfter() throws Exception {
    Path port = folder.resolve("port");
    try (Meters meters = new Meters();
        ProcessEndpoint worker = ProcessEndpoint.start(port, new ProbeCounts(), meters)) {
      assertThat(check(port)).as("before it is ready").isNotZero();
      worker.ready();
      assertThat(check(port)).isZero();
    }
    assertThat(check(port)).as("after its end").isNotZero();
  }

  private static int check(Path port) throws IOException, InterruptedException {
    Process check =
        new ProcessBuilder(Path.of("..", "docker", "health").toString(), port.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(check.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return check.exitValue();
  }
}
