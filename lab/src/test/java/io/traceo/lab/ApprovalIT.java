package io.traceo.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.WorkflowStub;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.approval.Approval;
import io.traceo.workflows.approval.AwaitedApproval;
import io.traceo.workflows.failover.FailoverResult;
import io.traceo.workflows.failover.FailoverStatus;
import io.traceo.workflows.group.Grant;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A group that copies asynchronously loses its leader. Nobody is promoted before a person has said
 * yes, also when the run that waits for it is terminated in the middle.
 */
class ApprovalIT {
  private static final int NET = 98;
  private static final String GROUP = "india";
  private static final String LEADER = "ap-south-1";
  private static final String FOLLOWER = "ap-south-2";

  @TempDir private Path home;

  private static Approval yes(String to, String by) {
    long now = System.currentTimeMillis();
    return new Approval(to, by, now, now + 60_000, false, "the region is gone", null, null);
  }

  /** The run that waits now, and is not that one. */
  private static @Nullable WorkflowStub waiting(TestLab lab, @Nullable String other) {
    Grant holder = lab.status(GROUP).grant();
    if (holder == null || holder.workflowId().equals(other)) {
      return null;
    }
    WorkflowStub run = lab.client(GROUP).newUntypedWorkflowStub(holder.workflowId());
    return awaiting(run) == null ? null : run;
  }

  private static @Nullable AwaitedApproval awaiting(WorkflowStub run) {
    return run.query("status", FailoverStatus.class).awaiting();
  }

  @Test
  void aRunThatIsTerminatedWhileItWaitsIsTakenBackAndTheNextOneIsApproved() throws Exception {
    try (TestLab lab = new TestLab(home, NET, GROUP)) {
      lab.parts().faults().inject(new FaultOrder("gone", LEADER, "kill", null, 0));
      Eventually.within(60, () -> "asked: " + lab.status(GROUP), () -> waiting(lab, null) != null);
      WorkflowStub first = waiting(lab, null);
      AwaitedApproval asked = awaiting(first);
      assertThat(asked.needed()).isEqualTo(1);
      assertThat(asked.subject().target()).isEqualTo(FOLLOWER);
      assertThat(asked.subject().loss().bytes()).as("%s", asked).isNotNull();
      String id = first.getExecution().getWorkflowId();
      first.terminate("a test");

      Eventually.within(90, () -> "again: " + lab.status(GROUP), () -> waiting(lab, id) != null);
      assertThat(lab.status(GROUP).leader()).isEqualTo(LEADER);
      assertThat(lab.status(GROUP).events())
          .anyMatch(e -> e.contains(id + " ended (TERMINATED) with the grant"));
      WorkflowStub second = waiting(lab, id);
      AwaitedApproval again = awaiting(second);
      assertThat(again.subject().epoch())
          .as("the first run's members were unsealed with a higher number")
          .isGreaterThan(asked.subject().epoch() + 1);
      assertThatThrownBy(
              () -> second.update("approve", Receipt.class, yes(asked.subjectHash(), "ada")))
          .hasStackTraceContaining("about something else");

      second.update("approve", Receipt.class, yes(again.subjectHash(), "ada"));
      Eventually.within(
          60,
          () -> "moved: " + lab.status(GROUP),
          () -> FOLLOWER.equals(lab.status(GROUP).leader()));
      lab.parts().faults().lift("gone");
      FailoverResult result = second.getResult(2, TimeUnit.MINUTES, FailoverResult.class);
      assertThat(result.outcome()).isEqualTo("DONE");
      assertThat(result.summary().steps().toString())
          .contains("ada (unsigned, lab only): the region is gone");
    }
  }
}
