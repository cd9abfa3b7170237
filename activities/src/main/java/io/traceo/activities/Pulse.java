package io.traceo.activities;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A step's heartbeat that goes on while the step says nothing: the check of one index may take
 * minutes. So the heartbeat's limit can be short, and a dead worker is noticed soon. A step that
 * has said nothing for longer than any statement may take hangs: then the heartbeat ends too, and
 * the step is tried again.
 */
public final class Pulse implements Progress, AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(3);
  private static final Duration HANGS = Duration.ofMinutes(15);

  private final Consumer<@Nullable Object> heart;
  private final LongSupplier nanoTime;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread made = new Thread(work, "pulse");
            made.setDaemon(true);
            return made;
          });
  private volatile @Nullable Object told;
  private volatile long toldAt;

  /**
   * @param heart throws when the step has been cancelled
   */
  Pulse(Consumer<@Nullable Object> heart, Duration every, LongSupplier nanoTime) {
    this.heart = heart;
    this.nanoTime = nanoTime;
    this.toldAt = nanoTime.getAsLong();
    var unused =
        thread.scheduleWithFixedDelay(
            this::beat, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Does some work with it; outside an activity nobody listens. */
  public static <T> T during(Function<Progress, T> work) {
    return during(EVERY, work);
  }

  /** The same more often, for a step of a few seconds that another is to take over at once. */
  public static <T> T during(Duration every, Function<Progress, T> work) {
    ActivityExecutionContext context;
    try {
      context = Activity.getExecutionContext();
    } catch (IllegalStateException notInAnActivity) {
      return work.apply(Progress.NONE); // run from a test or a tool
    }
    try (Pulse pulse = new Pulse(context::heartbeat, every, System::nanoTime)) {
      return work.apply(pulse);
    }
  }

  @Override
  public void tell(Object detail) {
    told = detail;
    toldAt = nanoTime.getAsLong();
    heart.accept(detail);
  }

  void beat() {
    if (nanoTime.getAsLong() - toldAt > HANGS.toNanos()) {
      return;
    }
    try {
      heart.accept(told);
    } catch (RuntimeException e) {
      // Cancelled: the step hears of it when it tells something next.
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
