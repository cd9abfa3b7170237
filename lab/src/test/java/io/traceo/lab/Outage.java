package io.traceo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowStub;
import io.traceo.workflows.failover.FailoverResult;
import io.traceo.workflows.group.FailoverSummary;
import java.util.concurrent.TimeUnit;

/** A leader that was killed, and what its group made of that. */
record Outage(TestLab lab, String group, String leader, LabFaults.Injected fault) {

  /** Kills whoever leads now. */
  static Outage begin(TestLab lab, String group, String id) {
    String leader = lab.status(group).leader();
    return new Outage(
        lab,
        group,
        leader,
        lab.parts().faults().inject(new FaultOrder(id, leader, "kill", null, 0)));
  }

  long beganMillis() {
    return fault.atMillis();
  }

  /** How long after its beginning. */
  long after(long millis) {
    return millis - fault.atMillis();
  }

  /** The failover that took the group away from the leader, once there is one. */
  FailoverSummary moved() throws Exception {
    Eventually.within(
        90, () -> "moved: " + lab.status(group), () -> !lab.status(group).leader().equals(leader));
    return lab.status(group).lastFailover();
  }

  /** Gives the old leader back: the failover ends when it follows. */
  FailoverResult end(FailoverSummary moved) throws Exception {
    lab.parts().faults().lift(fault.order().id());
    FailoverResult result = run(moved).getResult(3, TimeUnit.MINUTES, FailoverResult.class);
    assertThat(result.outcome()).as("%s", result).isEqualTo("DONE");
    return result;
  }

  /** Why the failover was begun. */
  String reason(FailoverSummary moved) {
    return String.valueOf(run(moved).describe().getMemo("reason", String.class));
  }

  private WorkflowStub run(FailoverSummary failover) {
    return lab.client(group).newUntypedWorkflowStub(failover.workflowId());
  }
}
