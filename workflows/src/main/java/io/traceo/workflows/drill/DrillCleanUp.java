package io.traceo.workflows.drill;

import io.temporal.failure.TemporalFailure;
import io.traceo.workflows.budget.Journal;

/** Takes a drill back from wherever it stood. A step that fails pages and lets the next ones go. */
record DrillCleanUp(DrillRun run, Journal journal) {

  /** Fault lifted, order restored, ledger ended: whatever of it is still to be done. */
  void takeBack() {
    quietly("lift the fault", run::lift);
    if (run.mode() == DrillMode.COLD && run.fault().asked() && !run.cold().tried()) {
      quietly("bring the group back", this::bringBackIfGone);
    }
    if (run.fault().asked() && !run.awaitedProtected()) {
      quietly("wait for whole copies", this::awaitProtectedIfMoved);
    }
    if (run.mayHaveMoved()) {
      quietly("restore the order", this::restoreIfMoved);
    }
    if (run.ledger().runs()) {
      quietly("account for the writes", run::measure);
    }
    if (run.ledger().runs()) {
      quietly("stop the ledger", run.ledger()::stop);
    }
  }

  private void awaitProtectedIfMoved() {
    if (run.moved() || run.group().inUse()) {
      run.awaitProtected();
    }
  }

  private void bringBackIfGone() {
    if (run.nobodyLeads()) {
      run.recover();
    }
  }

  private void restoreIfMoved() {
    if (run.moved()) {
      run.restore();
    }
  }

  void quietly(String what, Runnable step) {
    try {
      step.run();
    } catch (TemporalFailure e) {
      journal.page(what + ": " + Journal.messageOf(e));
    }
  }
}
