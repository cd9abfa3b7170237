package io.traceo.lab.ledger;

import static org.assertj.core.api.Assertions.fail;

import java.util.concurrent.Callable;

/** Looks again until it is so, or fails. */
final class Eventually {
  private Eventually() {}

  static void within(int seconds, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + seconds * 1_000_000_000L;
    while (!condition.call()) {
      if (System.nanoTime() - deadline > 0) {
        fail("not so after " + seconds + " s");
      }
      Thread.sleep(20);
    }
  }
}
