package io.traceo.workflows.failover;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.traceo.workflows.activity.BackupActivities.UninstallRequest;
import io.traceo.workflows.activity.ClusterActivities.WorkloadChange;
import io.traceo.workflows.activity.DatabaseActivities.DrainRequest;
import io.traceo.workflows.activity.DatabaseActivities.FenceRequest;
import io.traceo.workflows.activity.DatabaseActivities.UnsealRequest;
import io.traceo.workflows.budget.Budget;
import io.traceo.workflows.budget.ExpiryAction;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.StepRunner;
import io.traceo.workflows.failover.FailoverStatus.Undo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What was changed before the point of no return, recorded before the change, taken back in
 * reverse. The epoch is never lowered: members are unsealed with the next number, so that a promote
 * still under way is refused.
 */
final class UndoList {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** A workload that stays at zero is no danger, and the next failover waits for this one. */
  private static final Duration CLUSTER_PATIENCE = Duration.ofSeconds(5);

  /** Where one step could not reach a region the next ones will not either: an incident waits. */
  private static final Duration ONE_MORE_TRY = Duration.ofSeconds(2);

  /** Servers are stopped and started. It goes beside the rest: writes must not wait for it. */
  private static final Duration UNINSTALL_PATIENCE = Duration.ofMinutes(3);

  private static final List<String> SEALING = List.of("UNSEAL", "UNINSTALL");

  private final List<Undo> entries = new ArrayList<>();
  private final List<String> done = new ArrayList<>();
  private final Set<String> notReached = new TreeSet<>();
  private final Journal journal;
  private final Runnable keeper;

  /**
   * @param keeper keeps the list where it can be read when the run is gone
   */
  UndoList(Journal journal, Runnable keeper) {
    this.journal = journal;
    this.keeper = keeper;
  }

  void add(String kind, String region) {
    add(kind, List.of(region));
  }

  /** Of several regions at once, before any of them is changed. */
  void add(String kind, List<String> regions) {
    regions.forEach(region -> entries.add(new Undo(kind, region)));
    keep();
  }

  /** Something else that whoever takes over must know has changed. */
  void keep() {
    keeper.run();
  }

  List<Undo> entries() {
    return List.copyOf(entries);
  }

  String summary() {
    return done.isEmpty() ? "nothing to take back" : String.join(", ", done);
  }

  /** Highest epoch that this run may have written. */
  long highestEpoch(FailoverPlan plan) {
    boolean sealedAny = entries.stream().anyMatch(u -> SEALING.contains(u.kind()));
    return sealedAny ? raised(plan) : plan.epoch() - 1;
  }

  void takeBack(FailoverPlan plan) {
    List<Promise<Void>> beside = new ArrayList<>();
    for (int i = entries.size() - 1; i >= 0; i--) {
      Undo undo = entries.get(i);
      if (undo.kind().equals("UNINSTALL")) {
        beside.add(Async.procedure(() -> attempt(undo, plan)));
      } else {
        attempt(undo, plan);
      }
    }
    beside.forEach(Promise::get);
  }

  private void attempt(Undo undo, FailoverPlan plan) {
    String name = undo.kind() + " " + undo.region();
    try {
      Object result = new StepRunner(journal).run(name, budget(undo), () -> takeBack(undo, plan));
      done.add(name + (result == null ? " not reached" : ""));
      if (result == null) {
        notReached.add(undo.region());
        journal.page(name + " could not be done; look at " + undo.region());
      }
    } catch (TemporalFailure e) {
      done.add(name + " failed");
      journal.page(name + " failed: " + Journal.messageOf(e));
    }
  }

  private Budget budget(Undo undo) {
    Duration patience =
        switch (undo.kind()) {
          case "SCALE_BACK" -> CLUSTER_PATIENCE;
          case "UNINSTALL" -> UNINSTALL_PATIENCE;
          default -> PATIENCE;
        };
    boolean again = notReached.contains(undo.region()) && !undo.kind().equals("UNINSTALL");
    return new Budget(again ? ONE_MORE_TRY : patience, ExpiryAction.FORCE);
  }

  private static Object takeBack(Undo undo, FailoverPlan plan) {
    return switch (undo.kind()) {
      case "UNSEAL" ->
          FailoverActivities.look("undo the seal of " + undo.region())
              .unseal(unsealing(plan, undo.region()));
      case "RESTART_LEADER" ->
          FailoverActivities.at(undo.region(), "start " + undo.region() + " again as the leader")
              .restartLeader(new FenceRequest(plan.group(), undo.region(), raised(plan)));
      case "UNDRAIN" ->
          FailoverActivities.look("open writes on " + undo.region() + " again")
              .undrain(new DrainRequest(plan.group(), undo.region(), raised(plan), PATIENCE));
      case "SCALE_BACK" ->
          FailoverActivities.cluster("as many replicas of " + undo.region() + " as before")
              .undoScaleDown(new WorkloadChange(plan.group(), undo.region(), raised(plan)));
      case "UNINSTALL" ->
          FailoverActivities.install(undo.region(), "the member's former folder again")
              .uninstall(
                  new UninstallRequest(Installing.server(plan), upstream(plan), raised(plan)));
      default -> throw new IllegalStateException("no way to undo " + undo);
    };
  }

  /** A follower follows the old leader again; that one is as it was found, in recovery. */
  static UnsealRequest unsealing(FailoverPlan plan, String region) {
    FailoverPlan.Back back = plan.back();
    if (back != null && region.equals(plan.fromRegion())) {
      return new UnsealRequest(
          plan.group(), region, null, raised(plan), back.synchronousSet(), back.quorum());
    }
    return new UnsealRequest(plan.group(), region, plan.fromRegion(), raised(plan));
  }

  /** The old leader, where it is there to be followed. */
  private static @Nullable String upstream(FailoverPlan plan) {
    return plan.restoring() != null && plan.restoring().leaderAnswers() ? plan.fromRegion() : null;
  }

  private static long raised(FailoverPlan plan) {
    return plan.epoch() + 1;
  }
}
