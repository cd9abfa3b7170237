package io.traceo.activities.topology;

import io.traceo.workflows.budget.Budget;
import io.traceo.workflows.budget.ExpiryAction;
import io.traceo.workflows.restore.RestoreRunbook;
import java.time.Duration;

/** Expiry actions of a restore that would be unsafe or impossible, and sums that don't fit. */
record RestoreRules(RestoreRunbook runbook, YamlFile file) {

  void check() {
    if (runbook.recovery().onExpiry() != ExpiryAction.PAGE) {
      refuse(
          "recovery",
          "is an objective of the whole restore, which goes on when it is missed: a take-over that"
              + " has promoted can't go back; use PAGE");
    }
    needed("fetch", runbook.fetch(), "without the whole base there is nothing to replay on");
    needed("replay", runbook.replay(), "a server that is not at its target is not what was wanted");
    needed("verify", runbook.verify(), "an unverified server must not lead");
    Duration steps =
        runbook.fetch().limit().plus(runbook.replay().limit()).plus(runbook.verify().limit());
    if (steps.compareTo(runbook.recovery().limit()) > 0) {
      file.error(
          "/recovery/limit",
          "fetch, replay and verify may take "
              + DurationText.of(steps)
              + ", more than the "
              + DurationText.of(runbook.recovery().limit())
              + " of recovery; lengthen recovery or shorten the steps");
    }
  }

  private void needed(String step, Budget budget, String why) {
    if (budget.onExpiry() == ExpiryAction.FORCE) {
      refuse(step, "can't be FORCEd: " + why + "; use PAGE or ABORT");
    }
  }

  private void refuse(String step, String reason) {
    file.error("/" + step + "/onExpiry", step + " " + reason);
  }
}
