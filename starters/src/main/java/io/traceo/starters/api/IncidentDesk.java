package io.traceo.starters.api;

import io.temporal.client.WorkflowException;
import io.traceo.activities.group.TemporalGroupActivities;
import io.traceo.starters.api.ProblemException.Kind;
import io.traceo.starters.api.TemporalCalls.NoSuchRunException;
import io.traceo.starters.api.TemporalCalls.RefusedException;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.group.IncidentAnswer;
import io.traceo.workflows.group.IncidentReport;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Takes incidents to the groups that they are about. */
final class IncidentDesk implements AutoCloseable {
  private static final Duration SPACING = Duration.ofMillis(100);
  private static final int THREADS = 64;

  private final TemporalCalls temporal;
  private final ScheduledExecutorService workers;
  private final Map<String, IncidentQueue> queues = new ConcurrentHashMap<>();

  /**
   * @param groups how many there are: one that does not answer must hold up no other
   */
  IncidentDesk(TemporalCalls temporal, int groups) {
    this.temporal = temporal;
    this.workers =
        Executors.newScheduledThreadPool(
            Math.min(Math.max(1, groups), THREADS), work -> new Thread(work, "incidents"));
  }

  /** Done once the group has taken it; fails with what to answer. */
  CompletableFuture<IncidentAnswer> report(IncidentItem item) {
    return queues
        .computeIfAbsent(
            item.group(),
            group -> new IncidentQueue((id, report) -> tell(group, id, report), workers, SPACING))
        .add(item);
  }

  private IncidentAnswer tell(String group, String updateId, IncidentReport report) {
    try {
      try {
        return send(group, updateId, report);
      } catch (NoSuchRunException e) {
        TemporalGroupActivities.startEntity(temporal.client(), group);
        return send(group, updateId, report);
      }
    } catch (NoSuchRunException e) {
      throw ProblemException.later(Kind.TEMPORAL, "group " + group + " has just ended", 1);
    } catch (WorkflowException e) {
      throw ProblemException.later(Kind.TEMPORAL, "group " + group + " could not be started", 5);
    } catch (RefusedException e) {
      throw ProblemException.of(Kind.CONFLICT, "group " + group + " refused: " + e.getMessage());
    }
  }

  private IncidentAnswer send(String group, String updateId, IncidentReport report) {
    return temporal.update(
        WorkflowIds.group(group), "report", updateId, report, IncidentAnswer.class);
  }

  /** Says what waits to the groups first. */
  @Override
  public void close() {
    workers.shutdown();
    try {
      if (!workers.awaitTermination(10, TimeUnit.SECONDS)) {
        workers.shutdownNow();
      }
    } catch (InterruptedException e) {
      workers.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
