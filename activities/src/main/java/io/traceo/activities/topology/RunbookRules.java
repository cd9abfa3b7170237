package io.traceo.activities.topology;

import io.traceo.workflows.budget.Budget;
import io.traceo.workflows.budget.ExpiryAction;
import io.traceo.workflows.failover.FailoverRunbook;

/** Expiry actions that would be unsafe or impossible. */
record RunbookRules(FailoverRunbook runbook, YamlFile file) {

  void check() {
    before("drain", runbook.drain());
    before("catchUp", runbook.catchUp());
    before("fence", runbook.fence());
    before("promote", runbook.promote());
    after("route", runbook.route(), false);
    after("verify", runbook.verify(), true);
    after("resume", runbook.resume(), true);
    pages("decidedToResumed", runbook.decidedToResumed());
    pages("fromFault", runbook.fromFault());
    long steps =
        runbook.promote().limit().toMillis()
            + runbook.route().limit().toMillis()
            + runbook.verify().limit().toMillis()
            + runbook.resume().limit().toMillis();
    if (steps > runbook.decidedToResumed().limit().toMillis()) {
      file.error(
          "/decidedToResumed",
          "promote, route, verify and resume take up to "
              + steps
              + " ms, more than decidedToResumed allows");
    }
  }

  /** Without it the switch is not safe: it can't be skipped. */
  private void before(String step, Budget budget) {
    if (budget.onExpiry() == ExpiryAction.FORCE) {
      file.error(
          "/" + step + "/onExpiry", step + " is what makes the switch safe and can't be FORCEd");
    }
  }

  private void after(String step, Budget budget, boolean mayForce) {
    if (budget.onExpiry() == ExpiryAction.ABORT) {
      file.error(
          "/" + step + "/onExpiry",
          step + " comes after the promotion, the point of no return: it can't ABORT");
    }
    if (budget.onExpiry() == ExpiryAction.FORCE && !mayForce) {
      file.error("/" + step + "/onExpiry", step + " can't be FORCEd: clients would not follow");
    }
  }

  private void pages(String timer, Budget budget) {
    if (budget.onExpiry() != ExpiryAction.PAGE) {
      file.error(
          "/" + timer + "/onExpiry", timer + " is an objective: when it expires it can only PAGE");
    }
  }
}
