package io.traceo.starters.api;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.approval.Approval;
import io.traceo.workflows.approval.ApprovalSubject;
import io.traceo.workflows.approval.AwaitedApproval;
import io.traceo.workflows.approval.LossEstimate;
import io.traceo.workflows.approval.Statements;
import io.traceo.workflows.budget.RunOrder;
import io.traceo.workflows.topology.SigningKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A failover that waits for a yes, as the real one does it: it checks the signature and the time by
 * itself. One of mode {@code UNPLANNED} waits; any other waits for nobody.
 */
@WorkflowInterface
public interface WaitingRun {
  @WorkflowMethod(name = "Failover")
  String run(Map<String, Object> request);

  @UpdateMethod(name = "approve")
  Receipt approve(Approval approval);

  @UpdateValidatorMethod(updateName = "approve")
  void validateApprove(Approval approval);

  @UpdateMethod(name = "abort")
  Receipt abort(RunOrder order);

  @QueryMethod(name = "status")
  Status status();

  @QueryMethod(name = "request")
  Map<String, Object> request();

  /** What is looked at of a failover's status. */
  record Status(String phase, AwaitedApproval awaiting, List<Approval> approvals) {}

  /** The run. */
  final class Impl implements WaitingRun {
    static volatile List<SigningKey> keys = List.of();

    private final List<Approval> approvals = new ArrayList<>();
    private Map<String, Object> request = Map.of();
    private String aborted;

    @Override
    public String run(Map<String, Object> typed) {
      request = typed;
      Workflow.await(() -> aborted != null || !approvals.isEmpty());
      return aborted == null ? "DONE" : "ABORTED";
    }

    @Override
    public void validateApprove(Approval approval) {
      if (awaiting() == null) {
        throw new IllegalArgumentException("it waits for nobody");
      }
      String problem = Statements.problem(approval, keys);
      if (problem != null) {
        throw new IllegalArgumentException(problem);
      }
      if (approval.expiresAtMillis() <= Workflow.currentTimeMillis()) {
        throw new IllegalArgumentException("the approval has expired");
      }
      if (approval.approver().equals(request.get("startedBy"))) {
        throw new IllegalArgumentException("whoever started the run does not approve it");
      }
    }

    @Override
    public Receipt approve(Approval approval) {
      approvals.add(approval);
      return Receipt.done("approved by " + approval.approver());
    }

    @Override
    public Receipt abort(RunOrder order) {
      aborted = order.reason();
      return Receipt.done("it ends and takes back what it changed");
    }

    private AwaitedApproval awaiting() {
      if (!"UNPLANNED".equals(request.get("mode"))) {
        return null;
      }
      ApprovalSubject subject =
          new ApprovalSubject(
              "failover/na/7",
              "first",
              "loss",
              "na",
              7,
              "us-west-2",
              List.of(),
              new LossEstimate(4096L, 1200L, "up to 4 KB"),
              List.of("one of two followers was sealed"));
      return new AwaitedApproval(
          subject, Statements.hash(subject), 1, List.of(), 0, 600_000, List.of());
    }

    @Override
    public Status status() {
      return new Status("CHOOSE", awaiting(), List.copyOf(approvals));
    }

    @Override
    public Map<String, Object> request() {
      return request;
    }
  }
}
