package io.traceo.workflows.drill;

import io.traceo.workflows.failover.StepRecord;
import io.traceo.workflows.group.FailoverSummary;
import io.traceo.workflows.restore.RestoreReport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a drill found on its way; mutable, inside one workflow run. */
final class DrillFindings {
  final List<String> notes = new ArrayList<>();
  final List<StepRecord> failoverSteps = new ArrayList<>();
  @Nullable String reason;
  @Nullable String fault;
  long epochBefore;
  long epochAfter;
  boolean restoredOrder;

  /** The failover's own steps, newest account of them. */
  void take(FailoverSummary summary, List<StepRecord> shown) {
    shown.removeAll(failoverSteps);
    failoverSteps.clear();
    failoverSteps.addAll(summary.steps());
    shown.addAll(failoverSteps);
  }

  /** The restore's own steps, named apart; those of its take-over come with the failover. */
  void recovered(RestoreReport restore, List<StepRecord> shown) {
    for (StepRecord step : restore.steps()) {
      if (!step.name().startsWith("take-over.")) {
        shown.add(step.renamed("recover." + step.name()));
      }
    }
    notes.add("restore " + restore.reportId() + ": " + restore.verdict());
  }

  /** The steps of the way back, named apart. */
  void restored(FailoverSummary summary, List<StepRecord> shown) {
    for (StepRecord step : summary.steps()) {
      shown.add(step.renamed("restore." + step.name()));
    }
  }
}
