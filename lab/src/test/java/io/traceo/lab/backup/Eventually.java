package io.traceo.lab.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/** Waits for what comes by itself. */
final class Eventually {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private Eventually() {}

  /** Looks again and again; fails when it does not hold in time. */
  static void holds(Condition condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("%s are over", PATIENCE).isLessThan(deadline);
      Thread.sleep(50);
    }
  }

  /** What is waited for. */
  interface Condition {
    boolean holds() throws Exception;
  }
}
