package io.traceo.workflows.failover;

import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.HealthActivities.Observation;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.approval.ApprovalDesk;
import io.traceo.workflows.approval.ApprovalSettings;
import io.traceo.workflows.approval.ApprovalSubject;
import io.traceo.workflows.approval.StartedBy;
import io.traceo.workflows.approval.Starter;
import io.traceo.workflows.budget.StepRunner;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.group.GroupStatus;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks people before anybody is promoted where loss is possible or copies run out: once the members
 * are sealed, so that it is known who would lead and what would be missing.
 *
 * @param replanned hears of the plan with what has to be approved
 */
record ApprovalGate(
    GroupLink group,
    FailoverRequest request,
    ApprovalDesk desk,
    StepRunner steps,
    Consumer<FailoverPlan> replanned)
    implements Promoting.People {
  static final String GATE = "failover";

  /** Why the proof of who began this run does not stand; null when it does, or none was given. */
  static @Nullable String forged(FailoverRequest request, Definition definition) {
    Starter proof = request.starter();
    ApprovalSettings settings = definition.approvals();
    if (proof == null || settings == null) {
      return null;
    }
    String problem = StartedBy.problem(Workflow.getInfo(), proof, settings);
    return problem == null ? null : "the proof that " + proof.user() + " began this: " + problem;
  }

  @Override
  public FailoverPlan settle(FailoverPlan plan, List<SealedMember> sealed) {
    FailoverPlan settled = ShortfallRule.settle(group.definition(), group.copies(), plan, sealed);
    replanned.accept(settled);
    return settled;
  }

  @Override
  public boolean approve(
      FailoverPlan plan,
      SealedMember target,
      List<SealedMember> sealed,
      Supplier<Boolean> changed) {
    long started = Workflow.currentTimeMillis();
    ApprovalSettings settings = settings();
    LeaderAnswers leader = new LeaderAnswers(group, plan, changed);
    GroupStatus status = leader.look();
    String back = leader.gone(status);
    if (back != null) {
      throw ApplicationFailure.newNonRetryableFailure(back, FailureTypes.ABORTED);
    }
    Receipt done =
        desk.await(
            subject(plan, target, sealed, status),
            StartedBy.of(
                Workflow.getInfo(),
                request.group(),
                request.starter(),
                request.startedBy(),
                settings),
            settings,
            group.definition().failover().approval(),
            leader);
    // A yes to something else counts for nothing, and nobody is to read it as one.
    String outcome = done.outcome().equals("DONE") ? "DONE" : "SKIPPED";
    steps.note("approval", Workflow.currentTimeMillis() - started, outcome, done.detail());
    return !changed.get();
  }

  private ApprovalSubject subject(
      FailoverPlan plan,
      SealedMember target,
      List<SealedMember> sealed,
      @Nullable GroupStatus status) {
    List<Observation> seen = status == null ? List.of() : status.observations();
    WorkflowInfo info = Workflow.getInfo();
    return new ApprovalSubject(
        info.getWorkflowId(),
        info.getFirstExecutionRunId(),
        GATE,
        plan.group(),
        plan.epoch(),
        target.region(),
        sealed,
        plan.members().quorum() == 0 || (plan.shortfall() != null && plan.shortfall().loss())
            ? LossRule.estimate(seen, plan.fromRegion(), target, Workflow.currentTimeMillis())
            : null,
        plan.approvals());
  }

  private ApprovalSettings settings() {
    ApprovalSettings settings = group.definition().approvals();
    return settings == null ? new ApprovalSettings(List.of(), false) : settings;
  }
}
