package io.traceo.starters.schedules;

import io.temporal.api.schedule.v1.StructuredCalendarSpec;
import io.traceo.activities.topology.Configuration;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.drill.DrillMode;
import io.traceo.workflows.drill.DrillSchedule;
import io.traceo.workflows.failover.ApprovalRule;
import io.traceo.workflows.restore.Schedule;
import io.traceo.workflows.topology.ReplicationGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The schedules that topology and runbooks ask for. Pure. */
public final class RunbookSchedules {
  /** Who starts them, for the record. */
  static final String WHO = "schedule";

  private RunbookSchedules() {}

  /**
   * All of them: each group's drill, backup and restore test, in the order of the topology, and the
   * plans of capacity.
   */
  public static List<PlannedSchedule> of(Configuration configuration) {
    List<PlannedSchedule> all = new ArrayList<>();
    List<ReplicationGroup> groups = configuration.topology().groups();
    DrillSchedule drills = configuration.drill().schedule();
    for (int i = 0; i < groups.size(); i++) {
      ReplicationGroup group = groups.get(i);
      if (drills != null) {
        all.add(drill(group, i, drills));
      }
      all.add(
          nightly(
              group,
              Operation.BACKUP,
              WorkflowIds.backup(group.id()),
              configuration.backups().backup().schedule()));
      all.add(
          nightly(
              group,
              Operation.RESTORE_TEST,
              WorkflowIds.restoreTest(group.id()),
              configuration.backups().restoreTest().schedule()));
    }
    all.addAll(plans(groups, configuration.capacity().schedule()));
    return all;
  }

  /** One for all groups of the common namespace, and one for each isolated group in its own. */
  private static List<PlannedSchedule> plans(List<ReplicationGroup> groups, Schedule when) {
    List<PlannedSchedule> plans = new ArrayList<>();
    if (groups.stream().anyMatch(g -> g.isolation() == null)) {
      plans.add(
          byCron(
              null,
              null,
              Operation.CAPACITY_PLAN,
              WorkflowIds.capacityPlan(),
              new LinkedHashMap<>(),
              when));
    }
    for (ReplicationGroup group : groups) {
      if (group.isolation() != null) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("groups", List.of(group.id()));
        plans.add(
            byCron(
                group.id(),
                namespace(group),
                Operation.CAPACITY_PLAN,
                WorkflowIds.capacityPlan(group.id()),
                request,
                when));
      }
    }
    return plans;
  }

  /** By a planned switch where an outage would wait for a person. */
  private static PlannedSchedule drill(ReplicationGroup group, int position, DrillSchedule when) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("group", group.id());
    Optional<String> approval = ApprovalRule.unplanned(group);
    if (approval.isPresent()) {
      request.put("mode", DrillMode.SWITCHOVER.name());
    }
    request.put(
        "reason",
        "monthly drill"
            + approval
                .map(why -> "; by SWITCHOVER, since an unplanned failover needs an approval")
                .orElse(""));
    request.put("startedBy", WHO);
    List<StructuredCalendarSpec> except =
        when.except().stream().flatMap(w -> Calendars.ofDays(w).stream()).toList();
    return new PlannedSchedule(
        WorkflowIds.drill(group.id()),
        group.id(),
        namespace(group),
        Operation.DRILL,
        request,
        when.timeZone(),
        List.of(Calendars.ofMoment(when.momentOf(position))),
        except);
  }

  private static PlannedSchedule nightly(
      ReplicationGroup group, Operation operation, String id, Schedule when) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("group", group.id());
    return byCron(group.id(), namespace(group), operation, id, request, when);
  }

  private static PlannedSchedule byCron(
      @Nullable String group,
      @Nullable String namespace,
      Operation operation,
      String id,
      Map<String, Object> request,
      Schedule when) {
    request.put("reason", operation.words() + " by its schedule");
    request.put("startedBy", WHO);
    return new PlannedSchedule(
        id,
        group,
        namespace,
        operation,
        request,
        when.timeZone(),
        Calendars.ofCron(when.cron()),
        List.of());
  }

  private static @Nullable String namespace(ReplicationGroup group) {
    return group.isolation() == null ? null : group.isolation().namespace();
  }
}
