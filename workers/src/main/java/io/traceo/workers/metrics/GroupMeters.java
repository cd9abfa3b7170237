package io.traceo.workers.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.temporal.client.WorkflowClient;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.failover.FailoverStatus;
import io.traceo.workflows.group.Grant;
import io.traceo.workflows.group.GroupStatus;
import io.traceo.workflows.group.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the groups now and then and shows what they say. A group that does not answer has {@code
 * traceo_group_answers} 0 and nothing else, rather than what it said last. Changes nothing.
 */
public final class GroupMeters implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GroupMeters.class);

  private final WorkflowClient client;
  private final List<String> groups;
  private final Map<String, MultiGauge> gauges = new TreeMap<>();
  private final MeterRegistry registry;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread made = new Thread(work, "group-meters");
            made.setDaemon(true);
            return made;
          });

  private GroupMeters(MeterRegistry registry, WorkflowClient client, List<String> groups) {
    this.registry = registry;
    this.client = client;
    this.groups = groups;
  }

  /** Begins to ask. */
  public static GroupMeters start(
      MeterRegistry registry, WorkflowClient client, List<String> groups, Duration every) {
    GroupMeters meters = new GroupMeters(registry, client, groups);
    var unused =
        meters.thread.scheduleWithFixedDelay(
            meters::look, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    return meters;
  }

  private void look() {
    Map<String, List<Row<?>>> rows = new TreeMap<>();
    for (String group : groups) {
      try {
        show(group, ask(WorkflowIds.group(group), GroupStatus.class), rows);
      } catch (RuntimeException e) {
        log.debug("group {} does not answer: {}", group, e.getMessage());
        add(rows, "traceo.group.answers", 0, "group", group);
      }
    }
    rows.forEach(
        (name, seen) ->
            gauges
                .computeIfAbsent(name, n -> MultiGauge.builder(n).register(registry))
                .register(seen, true));
  }

  private void show(String group, GroupStatus status, Map<String, List<Row<?>>> rows) {
    add(rows, "traceo.group.answers", 1, "group", group);
    add(rows, "traceo.group.epoch", (double) status.epoch(), "group", group);
    add(rows, "traceo.group.armed", status.armed() ? 1 : 0, "group", group);
    add(rows, "traceo.group.observers", status.watching(), "group", group);
    add(rows, "traceo.group.leader", 1, "group", group, "region", status.leader());
    status
        .followers()
        .forEach(f -> add(rows, "traceo.group.leader", 0, "group", group, "region", f));
    for (Verdict verdict : Verdict.values()) {
      int holds = verdict == status.verdict() ? 1 : 0;
      add(rows, "traceo.group.verdict", holds, "group", group, "verdict", verdict.name());
    }
    add(rows, "traceo.approvals.waiting", waiting(status.grant()), "group", group);
  }

  /** How many people the run that operates on a group still waits for. */
  private int waiting(@Nullable Grant holder) {
    if (holder == null || holder.kind() == Grant.Kind.DRILL) {
      return 0;
    }
    try {
      var awaited = ask(holder.workflowId(), FailoverStatus.class).awaiting();
      return awaited == null ? 0 : Math.max(0, awaited.needed() - awaited.given().size());
    } catch (RuntimeException e) {
      // It has just ended, or is none that waits for anybody.
      log.debug("{} does not say whom it waits for: {}", holder.workflowId(), e.getMessage());
      return 0;
    }
  }

  private <T> T ask(String workflowId, Class<T> answer) {
    return client.newUntypedWorkflowStub(workflowId).query("status", answer);
  }

  private static void add(
      Map<String, List<Row<?>>> rows, String name, double value, String... tags) {
    rows.computeIfAbsent(name, n -> new ArrayList<>()).add(Row.of(Tags.of(tags), value));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
