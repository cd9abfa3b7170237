package io.traceo.starters.cli;

import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.failover.FailoverPlan.Candidate;
import io.traceo.workflows.group.AdoptOrder;
import io.traceo.workflows.group.Adoption;
import io.traceo.workflows.group.Alarms;
import io.traceo.workflows.group.ArmDecision;
import io.traceo.workflows.group.Explanation;
import io.traceo.workflows.group.Freeze;
import io.traceo.workflows.group.FreezeOrder;
import io.traceo.workflows.group.Grant;
import io.traceo.workflows.group.GroupRequest;
import io.traceo.workflows.group.GroupStatus;
import io.traceo.workflows.group.GroupWorkflow;
import io.traceo.workflows.group.IncidentAnswer;
import io.traceo.workflows.group.IncidentReport;
import io.traceo.workflows.group.Verdict;
import io.traceo.workflows.group.WouldHave;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A group that can be armed and asked, and nothing else. */
public final class FakeGroupEntity implements GroupWorkflow {
  private final String group;
  private static final long AT = 1_795_602_400_000L;
  private @Nullable ArmDecision last;
  private @Nullable Freeze freeze;

  /** Before any update is taken. */
  @WorkflowInit
  public FakeGroupEntity(GroupRequest request) {
    group = request.group();
  }

  @Override
  public void run(GroupRequest request) {
    Workflow.await(() -> false);
  }

  @Override
  public Grant.Answer acquire(Grant.Request request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Receipt advance(Grant.Release progress) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Receipt release(Grant.Release release) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Receipt arm(ArmOrder order) {
    return decide(true, order);
  }

  @Override
  public void validateArm(ArmOrder order) {}

  @Override
  public Receipt disarm(ArmOrder order) {
    return decide(false, order);
  }

  @Override
  public void validateDisarm(ArmOrder order) {
    if (order.reason().equals("rejected")) {
      throw new IllegalArgumentException("why? field \"reason\" is missing");
    }
  }

  private Receipt decide(boolean armed, ArmOrder order) {
    if (last != null && last.armed() == armed) {
      return Receipt.already("already " + last.text());
    }
    last = new ArmDecision(armed, order.by(), order.reason(), 1_795_600_000_000L);
    return Receipt.done(last.text());
  }

  @Override
  public IncidentAnswer report(IncidentReport report) {
    return new IncidentAnswer(
        group + "-1", IncidentAnswer.State.OPENED, "the observers look at us-east-1", null);
  }

  @Override
  public void validateReport(IncidentReport report) {}

  @Override
  public Receipt freeze(FreezeOrder order) {
    Freeze now = new Freeze(order.by(), order.reason(), AT, order.untilMillis());
    freeze = now;
    return Receipt.done(now.text());
  }

  @Override
  public void validateFreeze(FreezeOrder order) {}

  @Override
  public Receipt unfreeze(FreezeOrder order) {
    if (freeze == null) {
      return Receipt.already("was not frozen");
    }
    freeze = null;
    return Receipt.done("unfrozen by " + order.by() + ": " + order.reason());
  }

  @Override
  public void validateUnfreeze(FreezeOrder order) {}

  @Override
  public Adoption adopt(AdoptOrder order) {
    boolean refused = order.reason().equals("two leaders");
    return new Adoption(
        refused ? "REFUSED" : order.dryRun() ? "PLANNED" : "ADOPTED",
        "us-west-2",
        5,
        List.of(refused ? "us-east-1 and us-west-2 take writes" : "us-east-1 does not answer"));
  }

  @Override
  public void validateAdopt(AdoptOrder order) {}

  @Override
  public Explanation explainNow() {
    return explain();
  }

  @Override
  public Explanation explain() {
    return new Explanation(
        group,
        "us-east-1",
        4,
        Verdict.HEALTHY,
        false,
        "would not fail over by itself: the leader is well",
        List.of(new Explanation.Gate("HEALTHY", "the leader is well", AT, "nothing to do")),
        "us-west-2",
        "most advanced",
        List.of(
            new Candidate("us-east-1", false, "leads"),
            new Candidate("us-west-2", true, "most advanced")),
        AT);
  }

  @Override
  public GroupStatus status() {
    boolean armed = last != null && last.armed();
    return new GroupStatus(
        group,
        "us-east-1",
        List.of("us-west-2"),
        4,
        armed,
        armed ? last.by() : null,
        Verdict.HEALTHY,
        3,
        null,
        List.of(),
        List.of(
            line(1_795_500_000_000L, WouldHave.End.MISSED_OUTAGE),
            line(1_795_600_000_000L, WouldHave.End.FALSE_ALARM),
            line(1_795_700_000_000L, WouldHave.End.FALSE_ALARM),
            line(1_795_800_000_000L, WouldHave.End.FALSE_ALARM)),
        List.of("2026-11-25T10:15:04Z leader is us-east-1"),
        null,
        last,
        new Alarms(3, 1, null),
        null,
        freeze,
        null,
        null,
        null);
  }

  private static WouldHave line(long at, WouldHave.End end) {
    return new WouldHave(
        at, "us-east-1", Verdict.LEADER_DEAD, "us-west-2", "most advanced", end, at + 19_200);
  }
}
