package io.traceo.starters.api;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.failover.FailoverPlan;
import io.traceo.workflows.group.Explanation;
import io.traceo.workflows.group.FreezeOrder;
import io.traceo.workflows.group.GroupRequest;
import io.traceo.workflows.group.GroupStatus;
import io.traceo.workflows.group.IncidentAnswer;
import io.traceo.workflows.group.IncidentReport;
import io.traceo.workflows.group.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A group that keeps what it was told: one incident, open while a key of it is. */
@WorkflowInterface
public interface ToldGroup {
  @WorkflowMethod(name = "Group")
  void run(GroupRequest request);

  @UpdateMethod(name = "report")
  IncidentAnswer report(IncidentReport report);

  @UpdateValidatorMethod(updateName = "report")
  void validateReport(IncidentReport report);

  @UpdateMethod(name = "freeze")
  Receipt freeze(FreezeOrder order);

  @UpdateMethod(name = "unfreeze")
  Receipt unfreeze(FreezeOrder order);

  @UpdateMethod(name = "explainNow")
  Explanation explainNow();

  @QueryMethod(name = "explain")
  Explanation explain();

  @QueryMethod(name = "status")
  GroupStatus status();

  @QueryMethod(name = "told")
  Told told();

  /** Everything that it was told. */
  record Told(List<IncidentReport> reports, List<FreezeOrder> orders) {}

  /** The group. */
  final class Impl implements ToldGroup {
    private final List<IncidentReport> reports = new ArrayList<>();
    private final List<FreezeOrder> orders = new ArrayList<>();
    private final Set<String> open = new LinkedHashSet<>();
    private String group = "";
    private int incidents;
    private boolean looked;

    @Override
    public void run(GroupRequest request) {
      group = request.group();
      Workflow.await(() -> false);
    }

    @Override
    public void validateReport(IncidentReport report) {
      if (report.summary().startsWith("refuse me")) {
        throw new IllegalArgumentException("this group takes no report");
      }
    }

    @Override
    public IncidentAnswer report(IncidentReport report) {
      reports.add(report);
      boolean was = !open.isEmpty();
      if (!report.firing()) {
        report.keys().forEach(open::remove);
        return open.isEmpty()
            ? answer(was ? IncidentAnswer.State.CLOSED : IncidentAnswer.State.NONE)
            : answer(IncidentAnswer.State.JOINED);
      }
      open.addAll(report.keys());
      if (!was) {
        incidents++;
      }
      return answer(was ? IncidentAnswer.State.JOINED : IncidentAnswer.State.OPENED);
    }

    private IncidentAnswer answer(IncidentAnswer.State state) {
      String incident = state == IncidentAnswer.State.NONE ? null : group + "-" + incidents;
      return new IncidentAnswer(incident, state, "the observers look at us-east-1", null);
    }

    @Override
    public Receipt freeze(FreezeOrder order) {
      orders.add(order);
      return Receipt.done("frozen by " + order.by());
    }

    @Override
    public Receipt unfreeze(FreezeOrder order) {
      orders.add(order);
      return Receipt.already("was not frozen");
    }

    @Override
    public Explanation explainNow() {
      looked = true;
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
          "would not fail over: the leader is well",
          List.of(new Explanation.Gate("HEALTHY", "the leader is well", null, "nobody needs to")),
          "us-west-2",
          "most advanced",
          List.<FailoverPlan.Candidate>of(),
          looked ? 1_795_600_000_000L : null);
    }

    @Override
    public GroupStatus status() {
      return new GroupStatus(
          group,
          "us-east-1",
          List.of("us-west-2"),
          4,
          false,
          null,
          Verdict.HEALTHY,
          3,
          null,
          List.of(),
          List.of(),
          List.of("2026-11-25T10:15:04Z leader is us-east-1"),
          null,
          null,
          null,
          null);
    }

    @Override
    public Told told() {
      return new Told(List.copyOf(reports), List.copyOf(orders));
    }
  }
}
