package io.traceo.workflows.failover;

import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.approval.ApprovalDesk;
import io.traceo.workflows.approval.ApprovalDesk.Premise;
import io.traceo.workflows.approval.ApprovalSettings;
import io.traceo.workflows.approval.ApprovalSubject;
import io.traceo.workflows.approval.StartedBy;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.StepRunner;
import io.traceo.workflows.steps.ExtraInput;
import io.traceo.workflows.steps.ExtraStep;
import io.traceo.workflows.steps.ExtraSteps;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The steps that {@code failover.yaml} adds to a failover. */
record RunSteps(
    GroupLink group,
    FailoverPlan plan,
    @Nullable String toRegion,
    FailoverRequest request,
    ApprovalDesk desk,
    StepRunner steps,
    Journal journal) {

  /** An unplanned run waits only for those that say so: every second counts. */
  static List<ExtraStep> before(FailoverMode mode, FailoverRunbook runbook) {
    return ExtraSteps.chosen(runbook.before(), mode == FailoverMode.UNPLANNED);
  }

  /**
   * What they can't have ends the run, and nothing was changed yet.
   *
   * @return whether there are any
   */
  boolean before() {
    List<ExtraStep> before = before(plan.mode(), group.definition().failover());
    extra().before(before, input("before"));
    return !before.isEmpty();
  }

  /** Beside what brings the copies back: neither waits for the other. */
  Promise<Void> afterBeside() {
    List<ExtraStep> after = group.definition().failover().after();
    return Async.procedure(() -> extra().after(after, input("after")));
  }

  private ExtraSteps extra() {
    return new ExtraSteps(steps, journal, this::ask);
  }

  private ExtraInput input(String phase) {
    return new ExtraInput(
        plan.group(),
        Workflow.getInfo().getWorkflowId(),
        phase,
        plan.fromRegion(),
        toRegion == null ? plan.target() : toRegion,
        plan.epoch(),
        false,
        null);
  }

  private Receipt ask(ExtraStep step) {
    WorkflowInfo info = Workflow.getInfo();
    ApprovalSettings known = group.definition().approvals();
    ApprovalSettings settings = known == null ? new ApprovalSettings(List.of(), false) : known;
    return desk.await(
        new ApprovalSubject(
            info.getWorkflowId(),
            info.getFirstExecutionRunId(),
            step.name(),
            plan.group(),
            plan.epoch(),
            plan.target(),
            List.of(),
            null,
            List.of(String.valueOf(step.approval()))),
        StartedBy.of(info, request.group(), request.starter(), request.startedBy(), settings),
        settings,
        step.budget(),
        Premise.NONE);
  }
}
