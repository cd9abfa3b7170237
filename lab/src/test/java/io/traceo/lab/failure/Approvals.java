package io.traceo.lab.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import io.traceo.lab.Eventually;
import io.traceo.lab.TestLab;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.approval.Approval;
import io.traceo.workflows.approval.AwaitedApproval;
import io.traceo.workflows.contract.PayloadMapper;
import io.traceo.workflows.group.Grant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** People that are asked, as the API would pass on what they say. */
record Approvals(TestLab lab, String group) {
  private static final long GOOD_MILLIS = 60_000;

  /** The run that holds the group's grant and waits for people. */
  WorkflowStub waiting() throws Exception {
    Eventually.within(60, () -> "asked: " + lab.status(group), () -> holder() != null);
    return Objects.requireNonNull(holder());
  }

  /** Says yes to whoever asks now; nobody may, and a question may be gone before it is answered. */
  void approveIfAsked(String who) {
    WorkflowStub asks = holder();
    AwaitedApproval asked = asks == null ? null : awaiting(asks);
    if (asks != null && asked != null) {
      try {
        assertThat(approve(asks, asked, who).outcome()).isEqualTo("DONE");
      } catch (WorkflowException e) {
        // Refused though it is still asked: a failure.
        if (asked.equals(awaiting(asks))) {
          throw e;
        }
      }
    }
  }

  private @Nullable WorkflowStub holder() {
    Grant holder = lab.status(group).grant();
    if (holder == null) {
      return null;
    }
    WorkflowStub run = lab.client(group).newUntypedWorkflowStub(holder.workflowId());
    try {
      return awaiting(run) == null ? null : run;
    } catch (WorkflowNotFoundException e) {
      return null; // a grant stands in the group a moment before its run starts
    }
  }

  static AwaitedApproval asked(WorkflowStub run) {
    return Objects.requireNonNull(awaiting(run));
  }

  /** Every kind of run that asks people shows it at the same place of its status. */
  private static @Nullable AwaitedApproval awaiting(WorkflowStub run) {
    Object awaiting = run.query("status", Map.class).get("awaiting");
    return awaiting == null
        ? null
        : PayloadMapper.create().convertValue(awaiting, AwaitedApproval.class);
  }

  /** Says yes to exactly what the run asks. */
  static Receipt approve(WorkflowStub run, String who) {
    return approve(run, asked(run), who);
  }

  private static Receipt approve(WorkflowStub run, AwaitedApproval asked, String who) {
    long now = System.currentTimeMillis();
    return run.update(
        "approve",
        Receipt.class,
        new Approval(asked.subjectHash(), who, now, now + GOOD_MILLIS, false, "seen", null, null));
  }
}
