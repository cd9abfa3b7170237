package io.traceo.workflows.failover;

import io.temporal.workflow.Workflow;
import io.traceo.workflows.copies.CopySet;
import io.traceo.workflows.topology.ReplicationGroup;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The synchronous set of the new leader, as a run tells it to the group: what it was armed with,
 * then, before the declared one is set on the leader, what covers both, and in the end the
 * declared.
 */
final class RunCopies {
  private final Runnable tell;
  private @Nullable CopySet inForce;

  /**
   * @param tell tells the group and waits until it knows
   */
  RunCopies(Runnable tell) {
    this.tell = tell;
  }

  /** Null while nobody has been promoted. */
  @Nullable CopySet inForce() {
    return inForce;
  }

  /** The new leader has this. */
  void armed(ArmedSet set) {
    List<String> members = new ArrayList<>(set.survivors());
    members.addAll(set.returning());
    inForce = told(members, set.quorum(), "armed by " + Workflow.getInfo().getWorkflowId());
  }

  /** Everybody follows: whoever joins counts before the leader waits for him. */
  void widen(ReplicationGroup group, String leader) {
    CopySet declared = CopySet.declared(group, leader);
    CopySet now = inForce;
    if (now == null || now.covers(declared.members(), declared.quorum())) {
      return;
    }
    inForce = told(declared.members(), now.quorum(), "every copy streams again");
    tell.run();
  }

  /** The leader has the declared set, and everybody in it all of the log up to then. */
  void declared(ReplicationGroup group, String leader) {
    CopySet declared = CopySet.declared(group, leader);
    inForce = told(declared.members(), declared.quorum(), "every copy streams again");
  }

  private static CopySet told(List<String> members, int quorum, String why) {
    return CopySet.of(members, quorum, Workflow.currentTimeMillis(), why);
  }
}
