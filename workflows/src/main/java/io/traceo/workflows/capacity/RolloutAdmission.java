package io.traceo.workflows.capacity;

import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.CapacityActivities.Change;
import io.traceo.workflows.activity.CapacityActivities.Rehearsal;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.group.GroupStatus;
import java.util.ArrayList;
import java.util.List;

/** Everything that must be right before a rollout changes anything, and what it would change. */
final class RolloutAdmission {
  private final CapacityRolloutRequest request;
  private final Definition definition;
  private final CapacityRunbook runbook;
  private final String rolloutId;

  RolloutAdmission(
      CapacityRolloutRequest request,
      Definition definition,
      CapacityRunbook runbook,
      String rolloutId) {
    this.request = request;
    this.definition = definition;
    this.runbook = runbook;
    this.rolloutId = rolloutId;
  }

  /** Regions that are not the group's, or that nobody can reach. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    for (String region : request.wanted().keySet()) {
      if (!definition.group().members().contains(region)) {
        problems.add(
            "sizes."
                + region
                + " is no region of group "
                + request.group()
                + "; it has "
                + String.join(", ", definition.group().members()));
      } else if (!definition.clusters().contains(region)) {
        problems.add(
            region
                + " has no cluster in the configuration of the control workers; add it under"
                + " groups."
                + request.group()
                + ".clusters, or leave the region out");
      }
    }
    return problems;
  }

  /** Why the group is in no state to be changed; empty when it is. */
  static List<String> incident(GroupStatus status) {
    return status.verdict().callsForFailover()
        ? List.of(
            "the leader of "
                + status.group()
                + " is in trouble: "
                + status.verdict()
                + " of "
                + status.leader())
        : List.of();
  }

  /**
   * Asks every region's API server what it would make of the change.
   *
   * @return in the order of the rollout
   * @throws TemporalFailure {@code Refused} with every region that would not do it, and why
   */
  List<RegionChange> rehearse(GroupStatus status) {
    List<Asked> asked = new ArrayList<>();
    request.wanted().forEach((region, size) -> asked.add(ask(region, size, status)));
    Workflow.await(() -> asked.stream().allMatch(a -> a.answer().isCompleted()));
    List<String> refusals = new ArrayList<>();
    List<RegionChange> all = new ArrayList<>();
    for (Asked one : asked) {
      String region = one.change().region();
      try {
        Rehearsal rehearsal = one.answer().get();
        all.add(new RegionChange(one.change(), rehearsal, region.equals(status.leader())));
        refusals.addAll(managedByOthers(region, rehearsal));
      } catch (CanceledFailure e) {
        throw e;
      } catch (TemporalFailure e) {
        refusals.add(region + ": " + Journal.messageOf(e));
      }
    }
    CapacityCalls.refuseUnlessEmpty(refusals);
    return inOrder(all);
  }

  private record Asked(Change change, Promise<Rehearsal> answer) {}

  private Asked ask(String region, Size size, GroupStatus status) {
    Change change =
        new Change(
            request.group(),
            region,
            rolloutId,
            status.epoch(),
            size,
            runbook.autoscaler(),
            request.force());
    return new Asked(
        change, Async.function(() -> CapacityCalls.look("dry run of " + region).rehearse(change)));
  }

  private List<String> managedByOthers(String region, Rehearsal rehearsal) {
    return rehearsal.drift().isEmpty() || request.force()
        ? List.of()
        : List.of(
            region
                + ": "
                + String.join(", ", rehearsal.drift())
                + "; look at why, then leave it to them, or take it over with force");
  }

  /** Those that stay as they are come first, and are in no batch. */
  private List<RegionChange> inOrder(List<RegionChange> all) {
    List<RegionChange> ordered = new ArrayList<>(all.stream().filter(c -> !c.differs()).toList());
    int batch = 0;
    for (List<RegionChange> changes :
        RolloutOrder.batches(
            all.stream().filter(RegionChange::differs).toList(), runbook.rollout().together())) {
      batch++;
      for (RegionChange change : changes) {
        change.joins(batch);
        ordered.add(change);
      }
    }
    return ordered;
  }
}
