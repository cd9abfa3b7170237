package io.traceo.lab;

import io.traceo.starters.cli.CliException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A lab in this process, until Ctrl-C, {@code lab down}, or the end of whoever asked for it. */
final class LabForeground {
  private static final long LOOK_MILLIS = 1_000;

  private LabForeground() {}

  static int run(LabSettings settings, @Nullable Long owner, Consumer<String> say) {
    CountDownLatch closed = new CountDownLatch(1);
    Thread main = Thread.currentThread();
    Thread hook =
        new Thread(
            () -> {
              main.interrupt();
              await(closed);
            },
            "lab-down");
    Runtime.getRuntime().addShutdownHook(hook);
    try (Lab lab = Lab.up(settings, say)) {
      say.accept("the lab is up; Ctrl-C or \"traceo lab down\" ends it");
      if (owner != null) {
        var unused =
            ProcessHandle.of(owner)
                .map(ProcessHandle::onExit)
                .map(end -> end.thenRun(main::interrupt));
      }
      LabLine line = new LabLine(lab.parts());
      do {
        line.news().ifPresent(say);
      } while (!lab.awaitStop(LOOK_MILLIS));
    } catch (InterruptedException e) {
      say.accept("going down");
    } catch (RuntimeException e) {
      throw CliException.environment(String.valueOf(e.getMessage()));
    } catch (Exception e) {
      throw CliException.environment("the lab did not come up: " + e.getMessage());
    } finally {
      closed.countDown();
    }
    return 0;
  }

  private static void await(CountDownLatch closed) {
    try {
      boolean unused = closed.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
