package io.traceo.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The heartbeat of a step: goes on while it is silent, ends when it hangs or was cancelled. */
class PulseTest {
  private static final Duration NEVER = Duration.ofDays(1);

  private final AtomicLong nanos = new AtomicLong();

  @Test
  void aSilentStepIsHeardOfAllTheSame() throws InterruptedException {
    CountDownLatch beats = new CountDownLatch(3);
    try (Pulse pulse =
        new Pulse(
            detail -> {
              if ("amcheck of orders".equals(detail)) {
                beats.countDown();
              }
            },
            Duration.ofMillis(5),
            nanos::get)) {
      pulse.tell("amcheck of orders");
      assertThat(beats.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aStepThatHangsIsHeardOfNoMoreUntilItSaysSomething() {
    List<Object> heard = new ArrayList<>();
    try (Pulse pulse = new Pulse(heard::add, NEVER, nanos::get)) {
      pulse.beat();
      pulse.tell("a");
      nanos.addAndGet(Duration.ofMinutes(14).toNanos());
      pulse.beat();
      assertThat(heard).isEqualTo(Arrays.asList(null, "a", "a"));
      nanos.addAndGet(Duration.ofMinutes(2).toNanos());
      pulse.beat();
      assertThat(heard).hasSize(3);
      pulse.tell("b");
      pulse.beat();
      assertThat(heard).isEqualTo(Arrays.asList(null, "a", "a", "b", "b"));
    }
  }

  @Test
  void aCancelledStepHearsOfItWhenItTellsSomething() {
    try (Pulse pulse =
        new Pulse(
            detail -> {
              throw new IllegalStateException("cancelled");
            },
            NEVER,
            nanos::get)) {
      pulse.beat();
      assertThatThrownBy(() -> pulse.tell("more")).hasMessage("cancelled");
    }
  }
}
