package io.traceo.lab.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;

/** Looks again until it is so, or fails. */
public final class Soon {
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  private Soon() {}

  public static void isTrue(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.call()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      Thread.sleep(10);
    }
  }
}
