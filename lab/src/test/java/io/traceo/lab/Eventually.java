package io.traceo.lab;

import static org.assertj.core.api.Assertions.fail;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for what comes by itself: looks again until it is so, or fails. */
public final class Eventually {
  private static final int PAUSE_MILLIS = 20;

  private Eventually() {}

  public static void within(int seconds, Callable<Boolean> condition) throws Exception {
    within(seconds, "it", condition);
  }

  public static void within(int seconds, String what, Callable<Boolean> condition)
      throws Exception {
    within(seconds, () -> what, condition);
  }

  /**
   * @param what asked for only when it does not come
   */
  public static void within(int seconds, Supplier<String> what, Callable<Boolean> condition)
      throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!condition.call()) {
      if (System.nanoTime() - deadline > 0) {
        fail("not so after " + seconds + " s: " + what.get());
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }
}
