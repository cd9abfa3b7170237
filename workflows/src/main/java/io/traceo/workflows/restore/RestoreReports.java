package io.traceo.workflows.restore;

import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import io.traceo.workflows.activity.BackupActivities.Fetched;
import io.traceo.workflows.activity.BackupActivities.Replayed;
import io.traceo.workflows.activity.BackupActivities.RestoreOutlook;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.drill.DrillReport.Objective;
import io.traceo.workflows.drill.ReportIds;
import io.traceo.workflows.failover.StepRecord;
import io.traceo.workflows.restore.RestoreReport.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the report of a restore or restore test, and keeps it.
 *
 * @param group as typed
 */
record RestoreReports(
    Kind kind,
    String group,
    long startedAtMillis,
    @Nullable String startedBy,
    @Nullable String why,
    boolean takeOver) {

  /** What was found, as far as the run came. */
  record Findings(
      @Nullable Definition definition,
      String region,
      @Nullable RestoreOutlook plan,
      @Nullable RestoredCopy copy,
      @Nullable Long recoveryTimeMs,
      @Nullable Double recoveryPointSeconds,
      @Nullable String endpoint,
      List<Objective> objectives,
      List<StepRecord> steps,
      List<String> events) {}

  String id() {
    return ReportIds.restore(
        kind, group, startedAtMillis, Workflow.getInfo().getOriginalExecutionRunId());
  }

  RestoreReport make(String verdict, @Nullable String reason, Findings found) {
    WorkflowInfo info = Workflow.getInfo();
    RestoredCopy copy = found.copy();
    Fetched fetched = copy == null ? null : copy.fetched();
    Replayed replayed = copy == null ? null : copy.replayed();
    Definition definition = found.definition();
    return new RestoreReport(
        RestoreReport.SCHEMA,
        id(),
        kind,
        group,
        verdict,
        reason,
        Instant.ofEpochMilli(startedAtMillis).toString(),
        Instant.ofEpochMilli(Workflow.currentTimeMillis()).toString(),
        info.getWorkflowId(),
        info.getOriginalExecutionRunId(),
        startedBy,
        why,
        found.region(),
        takeOver,
        found.plan(),
        found.recoveryTimeMs(),
        found.recoveryPointSeconds(),
        fetched == null ? 0 : fetched.bytes(),
        replayed == null ? 0 : replayed.logBytes(),
        found.endpoint(),
        found.objectives(),
        found.steps(),
        copy == null ? List.of() : copy.checks(),
        definition == null ? List.of() : definition.simulated(),
        found.events());
  }

  static Objective atMost(String name, @Nullable Long measuredMs, Duration limit) {
    return new Objective(
        name,
        "<= " + limit.toSeconds() + " s",
        measuredMs == null ? "not measured" : measuredMs / 1000.0 + " s",
        measuredMs != null && measuredMs <= limit.toMillis());
  }
}
