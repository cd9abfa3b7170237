package io.traceo.workflows.failover;

import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST1;
import static io.traceo.workflows.failover.FakeWorld.WEST2;

import io.traceo.workflows.activity.BackupActivities.SqlCheck;
import io.traceo.workflows.activity.FaultActivities.FaultKind;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.approval.ApprovalSettings;
import io.traceo.workflows.budget.Budget;
import io.traceo.workflows.budget.ExpiryAction;
import io.traceo.workflows.capacity.AutoscalerPolicy;
import io.traceo.workflows.capacity.CapacityRunbook;
import io.traceo.workflows.capacity.RolloutGate;
import io.traceo.workflows.capacity.RolloutPolicy;
import io.traceo.workflows.drill.DrillRunbook;
import io.traceo.workflows.restore.BackupRunbook;
import io.traceo.workflows.restore.BackupRunbooks;
import io.traceo.workflows.restore.RestoreRunbook;
import io.traceo.workflows.restore.RestoreTestRunbook;
import io.traceo.workflows.restore.Schedule;
import io.traceo.workflows.steps.ExtraStep;
import io.traceo.workflows.topology.OnLastCopy;
import io.traceo.workflows.topology.ProbeSettings;
import io.traceo.workflows.topology.RecoveryObjective;
import io.traceo.workflows.topology.RecoveryTier;
import io.traceo.workflows.topology.Region;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.ResidencyRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Topology and runbooks of the group that the workflow tests run. */
public final class TestDefinition {
  static final String EAST2 = "us-east-2";

  private TestDefinition() {}

  /** Three members, a write confirmed by one follower. */
  public static Definition na() {
    return of(RecoveryTier.HOT, OnLastCopy.DEGRADE_WITH_APPROVAL, 1, List.of(WEST2, WEST1));
  }

  /** The same with one member more. */
  public static Definition four() {
    return of(RecoveryTier.HOT, OnLastCopy.DEGRADE_WITH_APPROVAL, 1, List.of(WEST2, WEST1, EAST2));
  }

  /** The same, with steps of the user's own around a failover. */
  public static Definition withSteps(List<ExtraStep> before, List<ExtraStep> after) {
    Definition na = na();
    FailoverRunbook runbook = na.failover();
    return new Definition(
        na.group(),
        na.regions(),
        with(runbook, runbook.approval(), before, after),
        na.drill(),
        na.simulated(),
        na.searchAttributes());
  }

  /** The same, with a channel for pages or without. */
  public static Definition withAlerts(boolean alerts) {
    Definition na = na();
    return new Definition(
        na.group(),
        na.regions(),
        na.failover(),
        na.drill(),
        na.simulated(),
        na.searchAttributes(),
        na.clusters(),
        na.backups(),
        na.capacity(),
        alerts,
        null);
  }

  /** The same, with backups in us-west-2. */
  public static Definition backedUp() {
    Definition na = na();
    Budget page = new Budget(Duration.ofMinutes(30), ExpiryAction.PAGE);
    Schedule nightly = new Schedule("0 3 * * *", "UTC");
    return new Definition(
        na.group(),
        na.regions(),
        na.failover(),
        na.drill(),
        na.simulated(),
        na.searchAttributes(),
        na.clusters(),
        new BackupRunbooks(
            new BackupRunbook(
                nightly,
                7,
                Duration.ofDays(7),
                Duration.ofHours(1),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60)),
            new RestoreRunbook(
                new Budget(Duration.ofHours(1), ExpiryAction.PAGE), page, page, page),
            new RestoreTestRunbook(
                nightly,
                Duration.ofHours(1),
                Duration.ofSeconds(60),
                Duration.ofHours(26),
                List.of(new SqlCheck("rows", "SELECT true")))),
        null);
  }

  /** The same, with a cluster in each region and a gate that a rollout must meet. */
  public static Definition scaled() {
    Definition na = na();
    return new Definition(
        na.group(),
        na.regions(),
        na.failover(),
        na.drill(),
        List.of("pods: marked ready"),
        na.searchAttributes(),
        List.of(EAST, WEST2, WEST1),
        null,
        new CapacityRunbook(
            new Schedule("0 6 * * 1", "UTC"),
            new AutoscalerPolicy(
                60, 70, 100_000, Duration.ofMinutes(5), 20, Duration.ZERO, 100, 10),
            new RolloutPolicy(
                1,
                new Budget(Duration.ofMinutes(10), ExpiryAction.ABORT),
                Duration.ofSeconds(60),
                List.of(new RolloutGate("errors", "sum(errors)", 0.01)))));
  }

  /** Two members, nobody confirms. */
  public static Definition warm() {
    return of(RecoveryTier.WARM, null, 0, List.of(WEST2));
  }

  /** The same group, with people who may approve. */
  public static Definition asking(Definition given, ApprovalSettings approvals) {
    return new Definition(
        given.group(),
        given.regions(),
        given.failover(),
        given.drill(),
        given.simulated(),
        given.searchAttributes(),
        given.clusters(),
        given.backups(),
        given.capacity(),
        given.alerts(),
        approvals);
  }

  /** The same group, whose failover does not wait longer for people than that. */
  public static Definition patient(Definition given, Budget approval) {
    return new Definition(
        given.group(),
        given.regions(),
        with(given.failover(), approval, List.of(), List.of()),
        given.drill(),
        given.simulated(),
        given.searchAttributes(),
        given.clusters(),
        given.backups(),
        given.capacity(),
        given.alerts(),
        given.approvals());
  }

  /** Three members, a write confirmed by one follower, and no write alone. */
  public static Definition blocking() {
    return of(RecoveryTier.HOT, OnLastCopy.BLOCK, 1, List.of(WEST2, WEST1));
  }

  /** Two members, a write confirmed by the only follower. */
  public static Definition pair(OnLastCopy onLastCopy) {
    return of(RecoveryTier.HOT, onLastCopy, 1, List.of(WEST2));
  }

  /** As {@link #na}, with FORCE where it may stand: after the promotion, at verify and resume. */
  public static Definition forced() {
    Definition given = na();
    FailoverRunbook runbook = given.failover();
    Budget force = new Budget(Duration.ofSeconds(3), ExpiryAction.FORCE);
    return new Definition(
        given.group(),
        given.regions(),
        new FailoverRunbook(
            runbook.drain(),
            runbook.catchUp(),
            runbook.fence(),
            runbook.promote(),
            runbook.route(),
            force,
            force,
            runbook.decidedToResumed(),
            runbook.fromFault(),
            runbook.maxReadReplicaLagMs()),
        given.drill(),
        List.of(),
        false);
  }

  private static FailoverRunbook with(
      FailoverRunbook runbook, Budget approval, List<ExtraStep> before, List<ExtraStep> after) {
    return new FailoverRunbook(
        runbook.drain(),
        runbook.catchUp(),
        runbook.fence(),
        runbook.promote(),
        runbook.route(),
        runbook.verify(),
        runbook.resume(),
        runbook.decidedToResumed(),
        runbook.fromFault(),
        runbook.maxReadReplicaLagMs(),
        approval,
        before,
        after);
  }

  private static Definition of(
      RecoveryTier tier, OnLastCopy onLastCopy, int quorum, List<String> followers) {
    List<String> us = List.of(EAST, WEST2, WEST1, EAST2);
    ResidencyRule rule = new ResidencyRule(Map.of("default", us));
    Budget five = new Budget(Duration.ofSeconds(5), ExpiryAction.ABORT);
    Budget tenPage = new Budget(Duration.ofSeconds(10), ExpiryAction.PAGE);
    ReplicationGroup group =
        new ReplicationGroup(
            "na",
            EAST,
            followers,
            WEST2,
            tier,
            onLastCopy,
            quorum,
            List.of("metrics"),
            "t.",
            "w.t.",
            "r.t.",
            Duration.ofSeconds(5),
            List.of(EAST, WEST2, WEST1, "control"),
            ProbeSettings.DEFAULT,
            new RecoveryObjective(
                Duration.ofMinutes(5),
                Duration.ZERO,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30)),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5));
    FailoverRunbook runbook =
        new FailoverRunbook(
            new Budget(Duration.ofSeconds(10), ExpiryAction.ABORT),
            five,
            new Budget(Duration.ofSeconds(10), ExpiryAction.ABORT),
            five,
            tenPage,
            tenPage,
            new Budget(Duration.ofSeconds(5), ExpiryAction.PAGE),
            new Budget(Duration.ofSeconds(30), ExpiryAction.PAGE),
            new Budget(Duration.ofMinutes(5), ExpiryAction.PAGE),
            1000);
    DrillRunbook drill =
        new DrillRunbook(
            FaultKind.BLACKHOLE,
            Duration.ofMinutes(3),
            Duration.ofSeconds(3),
            200,
            Duration.ofSeconds(60),
            1_000_000,
            1.5,
            null);
    return new Definition(
        group,
        us.stream().map(id -> new Region(id, id, "US", List.of(), rule)).toList(),
        runbook,
        drill,
        List.of(),
        false);
  }
}
