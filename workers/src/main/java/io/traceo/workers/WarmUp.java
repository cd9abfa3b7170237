package io.traceo.workers;

import io.temporal.client.WorkflowClient;
import io.traceo.workflows.activity.ClusterActivities.WorkloadQuery;
import io.traceo.workflows.activity.DatabaseActivities.SurveyRequest;
import io.traceo.workflows.activity.RoutingActivities.Route;
import io.traceo.workflows.activity.RoutingActivities.RouteConfirmation;
import io.traceo.workflows.activity.RoutingActivities.RouteQuery;
import io.traceo.workflows.topology.ReplicationGroup;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real failover comes months after the start: what it needs is used at start and every minute, so
 * that classes are loaded and connections open. Changes nothing.
 */
public final class WarmUp implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WarmUp.class);
  private static final long EVERY_SECONDS = 60;
  private static final long REHEARSAL_HOURS = 6;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread made = new Thread(work, "warm-up");
            made.setDaemon(true);
            return made;
          });
  private final Configured configured;
  private final Rehearsal rehearsal;

  private WarmUp(Configured configured, Rehearsal rehearsal) {
    this.configured = configured;
    this.rehearsal = rehearsal;
  }

  /**
   * Warms up once before it returns, then again: steps every minute, the whole dry run every few
   * hours.
   */
  public static WarmUp start(Configured configured, WorkflowClient client) {
    WarmUp warmUp = new WarmUp(configured, new Rehearsal(client));
    warmUp.once();
    warmUp.rehearse();
    var unused =
        warmUp.thread.scheduleWithFixedDelay(
            warmUp::once, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    var unusedRehearsals =
        warmUp.thread.scheduleWithFixedDelay(
            warmUp::rehearse, REHEARSAL_HOURS, REHEARSAL_HOURS, TimeUnit.HOURS);
    return warmUp;
  }

  private void once() {
    for (String id : configured.config().groups().keySet()) {
      try {
        configured.configuration().topology().group(id).ifPresent(this::touch);
      } catch (RuntimeException e) {
        log.debug("warm-up of {}: {}", id, e.getMessage());
      }
    }
  }

  private void rehearse() {
    for (String id : configured.config().groups().keySet()) {
      try {
        var result = rehearsal.of(configured.define(id, false));
        log.debug("rehearsal of {}: {} {}", id, result.outcome(), result.reason());
      } catch (TimeoutException | RuntimeException e) {
        log.info("rehearsal of {} failed: {}", id, e.getMessage());
      }
    }
  }

  private void touch(ReplicationGroup group) {
    var seen = configured.database().survey(new SurveyRequest(group.id(), group.members()));
    log.debug("{}", seen);
    var workloads = configured.clusters().survey(new WorkloadQuery(group.id(), group.members()));
    log.debug("{}", workloads);
    Route route = configured.routing().readRoute(new RouteQuery(group.id()));
    String leader = route.writeRegion();
    if (leader != null) {
      var confirmed =
          configured
              .routing()
              .confirmRoute(
                  new RouteConfirmation(
                      group.id(), route.epoch(), leader, route.readRegions(), List.of()));
      log.debug("{}", confirmed);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
