package io.traceo.workflows.group;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import io.traceo.workflows.activity.Receipt;

/**
 * The entity of one replication group: it watches, decides, and gives the right to operate. Runs
 * forever and continues as new.
 */
@WorkflowInterface
public interface GroupWorkflow {
  @WorkflowMethod(name = "Group")
  void run(GroupRequest request);

  /** Asks for a grant; answers at once; the same operation gets the same answer again. */
  @UpdateMethod(name = "acquire")
  Grant.Answer acquire(Grant.Request request);

  /** How far a holder is. */
  @UpdateMethod(name = "advance")
  Receipt advance(Grant.Release progress);

  /** Gives a grant back. */
  @UpdateMethod(name = "release")
  Receipt release(Grant.Release release);

  /** From now on the group acts; {@code ALREADY} when it did, with the decision that stands. */
  @UpdateMethod(name = "arm")
  Receipt arm(ArmOrder order);

  @UpdateValidatorMethod(updateName = "arm")
  void validateArm(ArmOrder order);

  /** From now on the group only says what it would do; {@code ALREADY} when it did only that. */
  @UpdateMethod(name = "disarm")
  Receipt disarm(ArmOrder order);

  @UpdateValidatorMethod(updateName = "disarm")
  void validateDisarm(ArmOrder order);

  /**
   * Somebody outside says that the group takes no writes, or takes that back. Answers at once; the
   * observers look before anybody is promoted.
   */
  @UpdateMethod(name = "report")
  IncidentAnswer report(IncidentReport report);

  @UpdateValidatorMethod(updateName = "report")
  void validateReport(IncidentReport report);

  /** From now on the group reports but does not act; {@code ALREADY} when it was frozen so. */
  @UpdateMethod(name = "freeze")
  Receipt freeze(FreezeOrder order);

  @UpdateValidatorMethod(updateName = "freeze")
  void validateFreeze(FreezeOrder order);

  /** Ends a freeze; {@code ALREADY} when there was none. */
  @UpdateMethod(name = "unfreeze")
  Receipt unfreeze(FreezeOrder order);

  @UpdateValidatorMethod(updateName = "unfreeze")
  void validateUnfreeze(FreezeOrder order);

  /**
   * Takes the live state into the record, after somebody else has changed a leader or a name, and
   * lifts the freeze that the group went into. {@code ALREADY} when the record says so.
   */
  @UpdateMethod(name = "adopt")
  Adoption adopt(AdoptOrder order);

  @UpdateValidatorMethod(updateName = "adopt")
  void validateAdopt(AdoptOrder order);

  /** Looks at the members now, and says whether the group would fail over. Changes nothing. */
  @UpdateMethod(name = "explainNow")
  Explanation explainNow();

  /** The same without looking again: as the members were when they were last asked. */
  @QueryMethod(name = "explain")
  Explanation explain();

  @QueryMethod(name = "status")
  GroupStatus status();

  /**
   * A recorded decision.
   *
   * @param by who
   * @param reason why
   */
  record ArmOrder(String by, String reason) {}
}
