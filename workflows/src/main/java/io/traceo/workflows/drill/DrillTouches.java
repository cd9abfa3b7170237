package io.traceo.workflows.drill;

import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.GroupActivities.Neighbour;
import io.traceo.workflows.failover.FailoverRunbook;
import io.traceo.workflows.group.GroupStatus;
import io.traceo.workflows.restore.BackupRunbooks;
import io.traceo.workflows.topology.RecoveryObjective;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a drill touches, how long writes may stop, and what ends it early, in words. Pure. */
final class DrillTouches {
  private DrillTouches() {}

  static List<String> lines(
      Definition definition, DrillMode mode, GroupStatus group, DrillSurvey seen) {
    List<String> lines = new ArrayList<>();
    String region = group.leader();
    boolean outage = mode == DrillMode.UNPLANNED;
    if (outage) {
      lines.add("region " + region + ": database, service, name server and worker go silent");
    }
    lines.add("servers: " + servers(group, seen));
    lines.add("other groups watched here: " + neighbours(seen, region));
    BackupRunbooks backups = definition.backups();
    lines.add(
        mode == DrillMode.COLD && backups != null
            ? "expected interruption: writes stop for up to "
                + backups.restore().recovery().limit().toSeconds()
                + " s, and what is not archived yet is lost"
            : interruption(definition, outage));
    lines.add(load(definition));
    if (outage) {
      lines.add(aborts(definition));
    }
    return lines;
  }

  private static String servers(GroupStatus group, DrillSurvey seen) {
    MemberState leader = DrillPreconditions.state(seen, group.leader());
    return group.leader()
        + " (leads)"
        + group.followers().stream()
            .map(f -> ", " + f + " (" + behind(leader, DrillPreconditions.state(seen, f)) + ")")
            .collect(Collectors.joining());
  }

  private static String behind(@Nullable MemberState leader, @Nullable MemberState member) {
    Long bytes = DrillPreconditions.bytesBehind(leader, member);
    return bytes == null ? "follows, lag unknown" : "follows, " + bytes + " bytes behind";
  }

  private static String neighbours(DrillSurvey seen, String region) {
    if (seen.neighbours().isEmpty()) {
      return "none";
    }
    return seen.neighbours().stream()
        .map(n -> n.group() + presence(n, region))
        .collect(Collectors.joining(", "));
  }

  private static String presence(Neighbour neighbour, String region) {
    return neighbour.followers().contains(region)
        ? " (its follower " + region + " goes silent too)"
        : " (not in " + region + ")";
  }

  /** As promised, not as hoped: detection and failover at the outage, each budget on a move. */
  private static String interruption(Definition definition, boolean outage) {
    RecoveryObjective promise = definition.group().objective();
    FailoverRunbook runbook = definition.failover();
    Duration move =
        runbook
            .drain()
            .limit()
            .plus(runbook.catchUp().limit())
            .plus(runbook.fence().limit())
            .plus(runbook.promote().limit())
            .plus(runbook.route().limit());
    Duration there = outage ? promise.detection().plus(promise.failover()) : move;
    return "expected interruption: writes stop for up to "
        + there.toSeconds()
        + " s there and up to "
        + move.toSeconds()
        + " s on the way back";
  }

  private static String load(Definition definition) {
    DrillRunbook runbook = definition.drill();
    return "load: a ledger of its own writes at least "
        + runbook.minimumAcknowledgedPerSecond()
        + " rows a second to "
        + definition.group().writeName()
        + " from "
        + runbook.baseline().toSeconds()
        + " s before until the order is restored; its rows stay";
  }

  private static String aborts(Definition definition) {
    RecoveryObjective promise = definition.group().objective();
    double factor = definition.drill().abortFactor();
    return "aborted, fault lifted at once: a write lost or acknowledged by two leaders; another"
        + " group in trouble; not detected after "
        + DrillAborts.limit(promise.detection(), factor)
        + " ms, not resumed "
        + DrillAborts.limit(promise.failover(), factor)
        + " ms after the decision or "
        + DrillAborts.limit(promise.recoveryTime(), factor)
        + " ms after the fault";
  }
}
