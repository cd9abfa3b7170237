package io.traceo.activities.topology;

import io.traceo.workflows.budget.Budget;
import io.traceo.workflows.budget.ExpiryAction;
import io.traceo.workflows.failover.FailoverRunbook;
import java.time.Duration;

/** Expiry actions that would be unsafe or impossible, and sums that don't fit. */
record RunbookRules(FailoverRunbook runbook, YamlFile file) {

  void check() {
    new ExtraStepRules(file, false).check(runbook.before(), runbook.after());
    before("drain", runbook.drain());
    before("catchUp", runbook.catchUp());
    before("fence", runbook.fence());
    before("promote", runbook.promote());
    before("approval", runbook.approval());
    after("route", runbook.route(), false);
    after("verify", runbook.verify(), true);
    after("resume", runbook.resume(), true);
    pages("decidedToResumed", runbook.decidedToResumed());
    pages("fromFault", runbook.fromFault());
    Duration steps =
        runbook
            .promote()
            .limit()
            .plus(runbook.route().limit())
            .plus(runbook.verify().limit())
            .plus(runbook.resume().limit());
    fits("promote, route, verify and resume", steps, "decidedToResumed");
    fits("decidedToResumed", runbook.decidedToResumed().limit(), "fromFault");
  }

  private void fits(String what, Duration takes, String timer) {
    Duration limit =
        (timer.equals("fromFault") ? runbook.fromFault() : runbook.decidedToResumed()).limit();
    if (takes.compareTo(limit) > 0) {
      file.error(
          "/" + timer + "/limit",
          what
              + " may take "
              + DurationText.of(takes)
              + ", more than the "
              + DurationText.of(limit)
              + " of "
              + timer
              + "; lengthen "
              + timer
              + " or shorten the steps");
    }
  }

  /** Without it the switch is not safe: it can't be skipped. */
  private void before(String step, Budget budget) {
    if (budget.onExpiry() == ExpiryAction.FORCE) {
      refuse(step, "is what makes the switch safe and can't be FORCEd; use ABORT or PAGE");
    }
  }

  private void after(String step, Budget budget, boolean mayForce) {
    if (budget.onExpiry() == ExpiryAction.ABORT) {
      refuse(
          step,
          "comes after the promotion, the point of no return, and can't ABORT; use PAGE"
              + (mayForce ? " or FORCE" : ""));
    }
    if (budget.onExpiry() == ExpiryAction.FORCE && !mayForce) {
      refuse(step, "can't be FORCEd, or clients would stay with the old leader; use PAGE");
    }
  }

  private void pages(String timer, Budget budget) {
    if (budget.onExpiry() != ExpiryAction.PAGE) {
      refuse(timer, "is an objective of the whole run, which goes on when it is missed; use PAGE");
    }
  }

  private void refuse(String step, String reason) {
    file.error("/" + step + "/onExpiry", step + " " + reason);
  }
}
