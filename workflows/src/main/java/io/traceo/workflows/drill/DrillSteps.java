package io.traceo.workflows.drill;

import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.StepRunner;
import io.traceo.workflows.failover.StepRecord;
import io.traceo.workflows.steps.ExtraInput;
import io.traceo.workflows.steps.ExtraStep;
import io.traceo.workflows.steps.ExtraSteps;
import java.util.List;
import java.util.function.Consumer;

/** The steps that {@code drill.yaml} adds to a drill. */
record DrillSteps(DrillRunbook runbook, String group, String leader, long epoch, Journal journal) {

  void before(List<StepRecord> records) {
    run(records, extra -> extra.before(runbook.before(), input("before", leader)));
  }

  /** However the drill went. */
  void after(List<StepRecord> records, String newLeader) {
    run(records, extra -> extra.after(runbook.after(), input("after", newLeader)));
  }

  private void run(List<StepRecord> records, Consumer<ExtraSteps> work) {
    StepRunner runner = new StepRunner(journal);
    try {
      work.accept(new ExtraSteps(runner, journal, DrillSteps::unapproved));
    } finally {
      records.addAll(runner.records());
    }
  }

  /** {@code check} refuses such a step in a drill. */
  private static Receipt unapproved(ExtraStep step) {
    throw DrilledGroup.refused("the drill's step " + step.name() + " can't ask for an approval");
  }

  private ExtraInput input(String phase, String toRegion) {
    return new ExtraInput(
        group, Workflow.getInfo().getWorkflowId(), phase, leader, toRegion, epoch, false, null);
  }
}
