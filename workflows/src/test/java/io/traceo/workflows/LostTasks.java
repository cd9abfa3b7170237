package io.traceo.workflows;

import com.uber.m3.tally.Buckets;
import com.uber.m3.tally.Capabilities;
import com.uber.m3.tally.CapableOf;
import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.tally.StatsReporter;
import com.uber.m3.util.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Counts the workflow tasks that the in-process server has refused and forgotten (see {@link
 * TestTemporal}), by the worker's own meters, and lets a test be run again only where that happened
 * in it: one that failed for another reason fails each time.
 */
public final class LostTasks implements BeforeEachCallback, TestWatcher {
  private static final Set<String> REFUSALS = Set.of("INVALID_ARGUMENT", "FAILED_PRECONDITION");
  private static final AtomicInteger LOST = new AtomicInteger();
  private static final Set<String> FAILED_FOR_GOOD = ConcurrentHashMap.newKeySet();
  private int lostBefore;

  private static final long REPORTED_EVERY_MILLIS = 100;

  static final Scope METERS =
      new RootScopeBuilder()
          .reporter(new Counting())
          .reportEvery(Duration.ofMillis(REPORTED_EVERY_MILLIS));

  @Override
  public void beforeEach(ExtensionContext context) {
    if (FAILED_FOR_GOOD.contains(context.getUniqueId())) {
      throw new AssertionError("it failed, and no workflow task was lost in it: not run again");
    }
    lostBefore = LOST.get();
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    // Where time is skipped, a run without its task is over before the meters have told of it.
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(10 * REPORTED_EVERY_MILLIS);
    while (LOST.get() == lostBefore && System.nanoTime() < until) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    if (LOST.get() == lostBefore) {
      FAILED_FOR_GOOD.add(context.getUniqueId());
    }
  }

  private static final class Counting implements StatsReporter {
    @Override
    public void reportCounter(String name, Map<String, String> tags, long value) {
      if (name.equals("temporal_request_failure")
          && "RespondWorkflowTaskCompleted".equals(tags.get("operation"))
          && REFUSALS.contains(tags.get("status_code"))) {
        LOST.addAndGet((int) value);
      }
    }

    @Override
    public void reportGauge(String name, Map<String, String> tags, double value) {}

    @Override
    public void reportTimer(String name, Map<String, String> tags, Duration interval) {}

    @Override
    @SuppressWarnings({"deprecation", "rawtypes"})
    public void reportHistogramValueSamples(
        String name,
        Map<String, String> tags,
        Buckets buckets,
        double lower,
        double upper,
        long samples) {}

    @Override
    @SuppressWarnings({"deprecation", "rawtypes"})
    public void reportHistogramDurationSamples(
        String name,
        Map<String, String> tags,
        Buckets buckets,
        Duration lower,
        Duration upper,
        long samples) {}

    @Override
    public Capabilities capabilities() {
      return CapableOf.REPORTING;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
