package io.traceo.workflows.restore;

import io.traceo.workflows.activity.BackupActivities.RestoreOutlook;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.failover.LostRule;
import io.traceo.workflows.failover.ResidencyGate;
import io.traceo.workflows.group.Grant;
import io.traceo.workflows.group.GroupStatus;
import io.traceo.workflows.topology.Region;
import io.traceo.workflows.topology.ReplicationGroup;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every reason not to begin a restore. Pure. */
final class RestoreAdmission {
  private RestoreAdmission() {}

  /** What no store has to be asked for. */
  static List<String> region(Definition definition, String leader, String region) {
    List<String> known = definition.regions().stream().map(Region::id).toList();
    if (!known.contains(region)) {
      return List.of("region " + region + " is not in the topology; regions: " + known);
    }
    String barred = ResidencyGate.barred(definition, leader, region);
    return barred == null ? List.of() : List.of(region + ": " + barred);
  }

  /**
   * What stands against the restored server's leading the group.
   *
   * @param members state of all of them, as just surveyed
   */
  static List<String> takeOver(
      RestoreRequest request,
      Definition definition,
      GroupStatus status,
      String region,
      List<MemberState> members) {
    ReplicationGroup group = definition.group();
    List<String> refusals = new ArrayList<>();
    if (!group.members().contains(region)) {
      refusals.add(
          region
              + " is no member of "
              + group.id()
              + " and can't lead it; restore into one of "
              + group.members());
    } else if (region.equals(status.leader())) {
      refusals.add(
          region
              + " is the recorded leader, and a restored server never replaces one in its own"
              + " place; restore into another member's region with field \"region\"");
    }
    for (String lost : request.lost()) {
      if (!group.members().contains(lost)) {
        refusals.add("lost names " + lost + ", which is no member; members: " + group.members());
      }
    }
    for (MemberState member : members) {
      String reason =
          member.region().equals(region) ? null : LostRule.unsettled(member, request.lost());
      if (reason != null) {
        refusals.add(reason);
      }
    }
    Grant holder = status.grant();
    if (status.drill() != null && request.lentBy() == null) {
      refusals.add("the group is drilled by " + status.drill() + "; wait for its end");
    } else if (holder != null && holder.kind() == Grant.Kind.SWITCHOVER) {
      refusals.add("the group is busy with " + holder.workflowId() + "; wait for its end");
    }
    return refusals;
  }

  /** A person has to say yes to what will be missing; null when one did. */
  static @Nullable String loss(RestoreRequest request, RestoreOutlook plan) {
    if (!request.takeOver() || request.acceptLoss() || request.dryRun()) {
      return null;
    }
    Double seconds = plan.lossSeconds();
    return "a take-over loses the last commits, "
        + (seconds == null ? "unknown how many seconds" : seconds + " s")
        + " of them: look at the plan (dryRun), then say acceptLoss";
  }
}
