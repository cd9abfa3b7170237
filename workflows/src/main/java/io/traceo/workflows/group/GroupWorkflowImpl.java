package io.traceo.workflows.group;

import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import io.traceo.workflows.activity.Receipt;

/** The entity of a group: loop of watch, decide, look after the holder of the grant. */
public class GroupWorkflowImpl implements GroupWorkflow {
  private final GroupEntity entity;

  @WorkflowInit
  public GroupWorkflowImpl(GroupRequest request) {
    entity = new GroupEntity(request);
  }

  @Override
  public void run(GroupRequest request) {
    entity.learn();
    while (!entity.enough()) {
      entity.awaitNews();
      entity.decide();
      entity.lookAfterHolder();
      entity.show();
    }
    entity.stopWatching();
    Workflow.await(Workflow::isEveryHandlerFinished);
    Workflow.continueAsNew(entity.carryOn());
  }

  @Override
  public Grant.Answer acquire(Grant.Request request) {
    return entity.acquire(request);
  }

  @Override
  public Receipt advance(Grant.Release progress) {
    return entity.advance(progress);
  }

  @Override
  public Receipt release(Grant.Release release) {
    return entity.release(release);
  }

  @Override
  public Receipt arm(ArmOrder order) {
    return entity.decideArming(true, order);
  }

  @Override
  public void validateArm(ArmOrder order) {
    Arming.requireNameAndReason(order);
  }

  @Override
  public Receipt disarm(ArmOrder order) {
    return entity.decideArming(false, order);
  }

  @Override
  public void validateDisarm(ArmOrder order) {
    Arming.requireNameAndReason(order);
  }

  @Override
  public IncidentAnswer report(IncidentReport report) {
    return entity.report(report);
  }

  @Override
  public void validateReport(IncidentReport report) {
    ReportRule.check(report);
  }

  @Override
  public Receipt freeze(FreezeOrder order) {
    return entity.decideFreeze(true, order);
  }

  @Override
  public void validateFreeze(FreezeOrder order) {
    Freezing.requireComplete(order);
  }

  @Override
  public Receipt unfreeze(FreezeOrder order) {
    return entity.decideFreeze(false, order);
  }

  @Override
  public void validateUnfreeze(FreezeOrder order) {
    Freezing.requireNameAndReason(order);
  }

  @Override
  public Adoption adopt(AdoptOrder order) {
    return entity.adopt(order);
  }

  @Override
  public void validateAdopt(AdoptOrder order) {
    Freezing.requireNameAndReason(new FreezeOrder(order.by(), order.reason(), null));
  }

  @Override
  public Explanation explainNow() {
    return entity.explainNow();
  }

  @Override
  public Explanation explain() {
    return entity.explain();
  }

  @Override
  public GroupStatus status() {
    return entity.status();
  }
}
