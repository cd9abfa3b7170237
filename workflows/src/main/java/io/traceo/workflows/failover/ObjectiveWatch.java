package io.traceo.workflows.failover;

import io.temporal.workflow.Workflow;
import io.traceo.workflows.alert.AlertKind;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.Waits;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Two timers beside the steps: they page and mark the objective missed, nothing more.
 *
 * @param resumedAtMillis since when writes go on; null while they do not
 */
record ObjectiveWatch(
    FailoverRunbook runbook,
    FailoverRequest.@Nullable Authority by,
    Supplier<@Nullable Long> resumedAtMillis,
    Journal journal) {

  void start() {
    pageUnlessResumed(
        "decided to resumed",
        runbook.decidedToResumed().limit(),
        by == null ? null : by.decidedAtMillis());
    // Nobody here knows when the fault was; when it was detected is the nearest.
    pageUnlessResumed(
        "from the fault to resumed",
        runbook.fromFault().limit(),
        by == null ? null : by.detectedAtMillis());
  }

  /** A run that starts late has less time left, not the same again. */
  private void pageUnlessResumed(String name, Duration limit, @Nullable Long sinceMillis) {
    long gone = sinceMillis == null ? 0 : Workflow.currentTimeMillis() - sinceMillis;
    long left = Math.min(limit.toMillis(), Math.max(1, limit.toMillis() - gone));
    long over = Workflow.currentTimeMillis() + left;
    Waits.timer(Duration.ofMillis(left), "objective: " + name)
        .thenApply(
            nothing -> {
              // Work that ends at the same instant may be heard of first: it is late all the same.
              Long resumed = resumedAtMillis.get();
              if (resumed == null || resumed >= over) {
                journal.page(
                    AlertKind.BUDGET_EXPIRED,
                    name,
                    "objective missed, " + name + ": " + limit.toSeconds() + " s are over");
              }
              return null;
            });
  }
}
