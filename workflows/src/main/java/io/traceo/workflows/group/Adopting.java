package io.traceo.workflows.group;

import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.alert.AlertKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Takes the live state into the record, because a person says so. It touches no member and no name.
 * The same again changes nothing.
 */
record Adopting(GroupMemory memory, Learned learned) {

  /**
   * The answer, and the change of the record with it.
   *
   * @param live as it was just seen
   */
  Adoption adopt(AdoptOrder order, LiveFacts live) {
    List<String> refusals = new ArrayList<>();
    Grant holder = memory.book.operating();
    if (holder != null) {
      refusals.add(holder.workflowId() + " operates on the group: let it end first");
    }
    if (!live.seen().leader().equals(memory.leader)) {
      refusals.add("the group moved while it was looked at: look again");
    }
    refusals.addAll(live.refusals());
    if (!refusals.isEmpty()) {
      return new Adoption("REFUSED", memory.leader, memory.epoch, refusals);
    }
    MemberState leader = live.leading().get(0);
    long epoch = live.highestEpoch();
    LeaderMark mark = new LeaderMark(leader.region(), leader.timeline(), leader.systemIdentifier());
    if (memory.freezing.own() == null
        && leader.region().equals(memory.leader)
        && epoch == memory.epoch
        && (memory.mark == null || memory.mark.equals(mark))) {
      return new Adoption("ALREADY", memory.leader, epoch, List.of("the record says so already"));
    }
    List<String> lines = lines(leader, live);
    if (order.dryRun()) {
      return new Adoption("PLANNED", leader.region(), epoch, lines);
    }
    take(order, leader, mark, epoch);
    return new Adoption("ADOPTED", leader.region(), epoch, lines);
  }

  private static List<String> lines(MemberState leader, LiveFacts live) {
    List<String> lines = new ArrayList<>();
    for (MemberState member : live.seen().members()) {
      if (!member.reachable()) {
        lines.add(member.region() + " does not answer: make sure that it takes no writes");
      } else if (member.standby() && !leader.region().equals(member.upstream())) {
        lines.add(member.region() + " does not follow " + leader.region() + ": bring it back");
      }
    }
    return lines;
  }

  private void take(AdoptOrder order, MemberState leader, LeaderMark mark, long epoch) {
    long now = Workflow.currentTimeMillis();
    memory.journal.note(
        "adopted by %s: %s leads on timeline %d with epoch %d; recorded was %s with epoch %d: %s"
            .formatted(
                order.by(),
                leader.region(),
                leader.timeline(),
                epoch,
                memory.leader,
                memory.epoch,
                order.reason()));
    if (!Objects.equals(memory.leader, leader.region())) {
      memory.moves.moved(now, false);
      memory.alarms.moved(now);
      learned.incident().over();
    }
    memory.leader = leader.region();
    memory.epoch = epoch;
    memory.mark = mark;
    memory.copies = LiveState.seen(learned.definition().group(), leader);
    memory.seen(Verdict.UNKNOWN, now);
    memory.freezing.liftOwn();
    memory.journal.over(AlertKind.CHANGED_OUTSIDE, memory.group);
  }
}
