package io.traceo.starters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In a process of its own: the second signal ends it. */
@Timeout(60)
class InterruptsTest {
  @Test
  void theFirstSignalAsksTheSecondLeavesAtOnce() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Waiting.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = process.inputReader()) {
      assertThat(out.readLine()).isEqualTo("watching");
      signal(process);
      assertThat(out.readLine()).isEqualTo("asked");
      assertThat(process.isAlive()).isTrue();
      signal(process);
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(130);
    } finally {
      process.destroyForcibly();
    }
  }

  private static void signal(Process process) throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("kill", "-TERM", Long.toString(process.pid())).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }

  /** Goes on although it was asked to stop, as a drill does that restores. */
  static final class Waiting {
    private Waiting() {}

    public static void main(String[] arguments) throws InterruptedException {
      try (Interrupts interrupts = Interrupts.watch()) {
        System.out.println("watching");
        while (!interrupts.asked()) {
          TimeUnit.MILLISECONDS.sleep(10);
        }
        System.out.println("asked");
        TimeUnit.SECONDS.sleep(50);
      }
    }
  }
}
