package io.traceo.workflows.drill;

import io.traceo.workflows.budget.Waits;
import io.traceo.workflows.failover.FailoverResult;
import java.time.Duration;
import java.util.List;

/**
 * The way back to the declared order. A switchover that took back what it did, or was refused, is
 * tried again: on a busy machine one missed budget is no reason to leave the order as it is.
 */
final class DrillRestore {
  private static final int TRIES = 3;
  private static final Duration PAUSE = Duration.ofSeconds(10);

  /** Outcomes after which everything is as it was before. */
  private static final List<String> CHANGED_NOTHING = List.of("ABORTED", "REFUSED");

  private final DrilledGroup group;
  private final String reportId;
  private final DrillFindings findings;
  private int runs;
  private boolean over;

  DrillRestore(DrilledGroup group, String reportId, DrillFindings findings) {
    this.group = group;
    this.reportId = reportId;
    this.findings = findings;
  }

  /** Whether it was done, or given up: the clean-up does not begin it again. */
  boolean over() {
    return over;
  }

  /** The run that restored the order; each one that didn't is noted. */
  FailoverResult to(String leader) {
    for (int tried = 1; true; tried++) {
      FailoverResult result =
          group.switchOver(nextName(), leader, "restore the order of " + reportId);
      String outcome = result.outcome();
      if (outcome.equals("DONE")) {
        over = true;
        return result;
      }
      findings.notes.add(
          "restore " + tried + " of " + TRIES + " ended " + outcome + ": " + result.reason());
      boolean again = CHANGED_NOTHING.contains(outcome);
      if (!again || tried == TRIES) {
        over = again;
        throw DrilledGroup.ended("the switchover back", outcome, result.reason());
      }
      Waits.pause(PAUSE, "before the next try of the way back");
    }
  }

  private String nextName() {
    runs++;
    return reportId + "-restore" + (runs == 1 ? "" : "-" + runs);
  }
}
