package io.traceo.workflows.failover;

import io.traceo.workflows.activity.BackupActivities;
import io.traceo.workflows.activity.ClusterActivities;
import io.traceo.workflows.activity.DatabaseActivities;
import io.traceo.workflows.activity.GroupActivities;
import io.traceo.workflows.activity.HealthActivities;
import io.traceo.workflows.activity.RoutingActivities;
import io.traceo.workflows.contract.Stubs;
import io.traceo.workflows.contract.TaskQueues;
import java.time.Duration;

/** The activity stubs of a failover: which queue, which limits, which words in the Web UI. */
final class FailoverActivities {
  private static final Duration LOOK = Duration.ofSeconds(4);
  private static final Duration CLUSTER = Duration.ofSeconds(12);
  private final FailoverRunbook runbook;

  FailoverActivities(FailoverRunbook runbook) {
    this.runbook = runbook;
  }

  static GroupActivities group(String summary) {
    return Stubs.step(GroupActivities.class, Duration.ofSeconds(8), summary);
  }

  static DatabaseActivities look(String summary) {
    return Stubs.step(DatabaseActivities.class, LOOK, summary);
  }

  static RoutingActivities lookAtNames(String summary) {
    return Stubs.step(RoutingActivities.class, LOOK, summary);
  }

  static ClusterActivities lookAtCluster(String summary) {
    return Stubs.step(ClusterActivities.class, LOOK, summary);
  }

  static ClusterActivities cluster(String summary) {
    return Stubs.step(ClusterActivities.class, CLUSTER, summary);
  }

  DatabaseActivities drain(String summary) {
    return waiting(TaskQueues.CONTROL, runbook.drain().limit(), summary);
  }

  DatabaseActivities catchUp(String summary) {
    return waiting(TaskQueues.CONTROL, runbook.catchUp().limit(), summary);
  }

  DatabaseActivities promote(String summary) {
    return Stubs.step(DatabaseActivities.class, runbook.promote().limit(), summary);
  }

  RoutingActivities route(String summary) {
    return Stubs.step(RoutingActivities.class, runbook.route().limit(), summary);
  }

  DatabaseActivities verify(String summary) {
    return Stubs.step(DatabaseActivities.class, runbook.verify().limit(), summary);
  }

  HealthActivities resume(String summary) {
    return Stubs.step(HealthActivities.class, runbook.resume().limit(), summary);
  }

  static DatabaseActivities at(String region, String summary) {
    return waiting(TaskQueues.place(region), Duration.ofSeconds(10), summary);
  }

  private static DatabaseActivities waiting(String queue, Duration budget, String summary) {
    return Stubs.waiting(DatabaseActivities.class, queue, budget, summary);
  }

  static DatabaseActivities rebuild(String region, String summary) {
    return Stubs.longRunning(
        DatabaseActivities.class,
        TaskQueues.place(region),
        Duration.ofMinutes(30),
        Duration.ofSeconds(15),
        summary);
  }

  /** On the place where the restored server stands; a cancelled run waits until it is over. */
  static BackupActivities install(String region, String summary) {
    return Stubs.longRunning(
        BackupActivities.class,
        TaskQueues.place(region),
        Duration.ofMinutes(3),
        Duration.ofSeconds(20),
        Duration.ofMinutes(10),
        summary);
  }

  static DatabaseActivities protect(String summary) {
    return Stubs.longRunning(
        DatabaseActivities.class,
        TaskQueues.CONTROL,
        Duration.ofSeconds(30),
        Duration.ofSeconds(10),
        summary);
  }
}
