package io.traceo.workflows.group;

import io.temporal.workflow.Workflow;
import io.traceo.workflows.alert.AlertKind;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.topology.IncidentPolicy;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.WatchMode;
import org.jspecify.annotations.Nullable;

/**
 * What a group makes of what its observers see: notes and pages, what it would have done, and the
 * failover when every gate is met.
 */
final class Deciding {
  private final GroupMemory memory;
  private final Learned learned;
  private final Lookout lookout;
  private final ReplicationGroup group;

  Deciding(GroupMemory memory, Learned learned, Lookout lookout) {
    this.memory = memory;
    this.learned = learned;
    this.lookout = lookout;
    this.group = learned.definition().group();
  }

  void sendObservers() {
    lookout.send(group, memory.leader, memory.epoch);
  }

  /** With the watch off they are out while an incident is to be verified, or an alarm goes on. */
  void tendObservers() {
    boolean needed =
        group.watch() == WatchMode.ON
            || (memory.reports.open() != null && !recordOnly())
            || memory.alarms.goesOn();
    if (needed && !lookout.out()) {
      sendObservers();
    } else if (!needed && lookout.out()) {
      lookout.recall();
      memory.concerns.forget();
      memory.seen(Verdict.UNKNOWN, Workflow.currentTimeMillis());
      memory.journal.note("no incident is open: the observers come back");
    }
  }

  private boolean recordOnly() {
    return group.incidents() == IncidentPolicy.OBSERVE;
  }

  /** One look at the verdict. */
  void decide() {
    long at = Workflow.currentTimeMillis();
    memory.freezing.tick();
    tendObservers();
    if (lookout.out()) {
      memory.concerns.tell(memory.leader, lookout.observations(), memory.journal);
    }
    Verdict now = lookout.verdict();
    note(now, at);
    if (now.callsForFailover()) {
      sound(now, at);
    } else {
      learned.incident().over();
      if (now == Verdict.HEALTHY) {
        memory.journal.over(AlertKind.DETECTION);
      }
      leaderIsWell(now, at);
    }
    memory.reports.look(now, recordOnly(), memory.leader, memory.lastFailover, at);
    // What has just been closed or is over needs nobody out there any more.
    tendObservers();
    boolean stalled = now == Verdict.UNKNOWN && lookout.stalled();
    learned.degrading().tend(stalled ? Verdict.QUORUM_LOST : now);
    learned.copies().tend(now);
  }

  private void note(Verdict now, long at) {
    if (now == memory.verdict) {
      return;
    }
    memory.journal.note("verdict on " + memory.leader + ": " + memory.verdict + " → " + now);
    if (now == Verdict.QUORUM_LOST || now == Verdict.PARTLY_UNREACHABLE) {
      memory.journal.page(memory.leader + ": " + now);
    }
    memory.seen(now, at);
  }

  private void sound(Verdict now, long at) {
    OpenIncident reported = memory.reports.open();
    Incident.Facts facts =
        new Incident.Facts(
            memory.leader,
            memory.epoch,
            now,
            lookout.votes(),
            lookout.detectedAtMillis(),
            reported == null ? null : reported.id(),
            memory.lastFailover,
            memory.copies(group));
    boolean announced = learned.incident().announced(facts);
    if (memory.alarms.sounds(memory.leader, announced, at) && !announced) {
      memory.journal.page(
          AlertKind.DETECTION, memory.leader, "the observers say of " + memory.leader + ": " + now);
    }
    boolean armed = memory.arming.armed();
    if (!armed || learned.gates().resting(memory.leader, at) != null) {
      learned.foresight().note(facts, unrest(facts, at));
    }
    String name = memory.nextName();
    if (armed && learned.incident().act(facts, name)) {
      memory.incidents++;
      memory.reports.answeredBy(WorkflowIds.failover(name));
    }
  }

  private @Nullable String unrest(Incident.Facts facts, long at) {
    Explanation.Gate gate = learned.gates().unrest(facts.votes(), at);
    return gate == null ? null : gate.why();
  }

  /** An alarm is over once the same leader writes again and nobody fails over any more. */
  private void leaderIsWell(Verdict now, long at) {
    Grant operating = memory.book.operating();
    if (now != Verdict.HEALTHY || (operating != null && operating.kind() == Grant.Kind.FAILOVER)) {
      return;
    }
    String counted = memory.alarms.wellAgain(at, group.objective().failover());
    if (counted != null) {
      memory.moves.cameBack(at);
      memory.journal.note(counted);
    }
  }
}
