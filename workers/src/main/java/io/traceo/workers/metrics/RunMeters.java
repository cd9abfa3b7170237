package io.traceo.workers.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.traceo.workflows.alert.Alert;
import io.traceo.workflows.drill.DrillReport;
import io.traceo.workflows.group.FailoverSummary;
import io.traceo.workflows.group.Grant;
import io.traceo.workflows.restore.RestoreReport;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Measures runs by what they hand to activities at their end: a grant given back with its failover,
 * a report to keep, an alert to send. Workflow code stays as it is. An activity that was done twice
 * counts twice.
 */
public final class RunMeters extends WorkerInterceptorBase {
  private final MeterRegistry registry;

  public RunMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new ActivityInboundCallsInterceptorBase(next) {
      @Override
      public ActivityOutput execute(ActivityInput input) {
        Object[] arguments = input.getArguments();
        Object first = arguments.length == 0 ? null : arguments[0];
        try {
          ActivityOutput output = super.execute(input);
          took(first);
          return output;
        } catch (RuntimeException e) {
          if (first instanceof Alert alert) {
            sent(alert, false);
          }
          throw e;
        }
      }
    };
  }

  private void took(@Nullable Object first) {
    if (first instanceof Grant.Release release && release.outcome() != null) {
      failover(release.group(), release.outcome());
    } else if (first instanceof DrillReport drill) {
      drill(drill);
    } else if (first instanceof RestoreReport restore) {
      count(
          "traceo.restores",
          "group",
          restore.group(),
          "kind",
          restore.kind().name(),
          "verdict",
          restore.verdict());
    } else if (first instanceof Alert alert) {
      sent(alert, true);
    }
  }

  private void failover(String group, FailoverSummary summary) {
    String mode = summary.mode().name();
    switch (summary.stage()) {
      // Told beside the run, and never again.
      case "PROMOTED" ->
          time(
              "traceo.decision",
              summary.detectedAtMillis(),
              summary.decidedAtMillis(),
              group,
              mode);
      case "RESUMED" ->
          time(
              "traceo.failover", summary.decidedAtMillis(), summary.resumedAtMillis(), group, mode);
      default ->
          count("traceo.failovers", "group", group, "mode", mode, "outcome", summary.stage());
    }
  }

  private void drill(DrillReport drill) {
    count(
        "traceo.drills", "group", drill.group(), "mode", drill.mode(), "verdict", drill.verdict());
    time("traceo.detection", 0L, drill.clocks().detectedMs(), drill.group(), drill.mode());
    time(
        "traceo.first.write",
        0L,
        drill.clocks().firstAcknowledgedWriteMs(),
        drill.group(),
        drill.mode());
  }

  private void sent(Alert alert, boolean taken) {
    count("traceo.alerts", "kind", alert.kind().name(), "taken", String.valueOf(taken));
  }

  private void count(String name, String... tags) {
    registry.counter(name, tags).increment();
  }

  private void time(
      String name, @Nullable Long from, @Nullable Long until, String group, String mode) {
    if (from != null && until != null && until >= from) {
      Timer.builder(name)
          .tags("group", group, "mode", mode)
          .register(registry)
          .record(Duration.ofMillis(until - from));
    }
  }
}
