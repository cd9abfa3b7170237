package io.traceo.workflows.drill;

import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.BackupActivities.BackupQuery;
import io.traceo.workflows.activity.BackupActivities.Stock;
import io.traceo.workflows.activity.DatabaseActivities;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.SurveyRequest;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.GroupActivities.RunQuery;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.Waits;
import io.traceo.workflows.contract.Stubs;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.restore.RestoreReport;
import io.traceo.workflows.restore.RestoreRequest;
import io.traceo.workflows.restore.RestoreWorkflow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A group whose databases are destroyed, and the restore that brings it back. It is the only way
 * back, so it goes on when the drill is cancelled, and is tried again when it fails.
 */
final class DrillCold {
  private static final int TRIES = 3;
  private static final Duration PAUSE = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofSeconds(20);

  private final String group;
  private final String reportId;
  private final Journal journal;
  private @Nullable RestoreReport report;
  private boolean tried;

  DrillCold(String group, String reportId, Journal journal) {
    this.group = group;
    this.reportId = reportId;
    this.journal = journal;
  }

  /** Every reason not to destroy anything. */
  List<String> refusals(Definition definition) {
    Stock stock = null;
    boolean restoring = false;
    if (definition.backups() != null) {
      try {
        stock =
            DrillActivities.backups(definition.group().cold(), "could it be restored?")
                .list(new BackupQuery(group));
      } catch (TemporalFailure e) {
        journal.note("backups: " + Journal.messageOf(e));
      }
      restoring =
          DrillActivities.group("is a restore under way?")
              .describeRun(new RunQuery(WorkflowIds.restore(group)))
              .open();
    }
    return ColdPlan.refusals(definition, stock, restoring, Workflow.currentTimeMillis());
  }

  /**
   * Comes back when the restored server leads and writes are open.
   *
   * @throws io.temporal.failure.ApplicationFailure {@code Aborted} when no try got there
   */
  void bringBack(Definition definition, @Nullable String token, @Nullable String startedBy) {
    tried = true;
    Workflow.newDetachedCancellationScope(() -> tryAgain(definition, token, startedBy)).run();
    RestoreReport last = report;
    if (last == null || !last.verdict().equals("DONE")) {
      throw DrilledGroup.ended(
          "the restore",
          last == null ? "FAILED" : last.verdict(),
          last == null ? "it gave no answer" : last.reason());
    }
  }

  private void tryAgain(Definition definition, @Nullable String token, @Nullable String startedBy) {
    for (int number = 1; number <= TRIES; number++) {
      try {
        report = restore(number).run(request(definition, token, startedBy));
      } catch (TemporalFailure e) {
        journal.page("restore " + number + ": " + Journal.messageOf(e));
      }
      RestoreReport last = report;
      if (last != null && last.verdict().equals("DONE")) {
        return;
      }
      journal.page(
          "restore "
              + number
              + " of "
              + TRIES
              + " did not bring "
              + group
              + " back: "
              + (last == null ? "no answer" : last.reason()));
      if (number < TRIES) {
        Waits.pause(PAUSE, "before the next try of the restore");
      }
    }
    journal.page(
        group
            + " has no database any more: look at the reports, then traceo restore "
            + group
            + " with takeOver, lost and acceptLoss");
  }

  private RestoreWorkflow restore(int number) {
    return Workflow.newChildWorkflowStub(
        RestoreWorkflow.class,
        ChildWorkflowOptions.newBuilder()
            .setWorkflowId(WorkflowIds.restore(reportId + (number == 1 ? "" : "-" + number)))
            // Nothing else brings the group back: it outlives the drill.
            .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
            .setStaticSummary("RESTORE of " + group + " for a drill")
            .build());
  }

  private RestoreRequest request(
      Definition definition, @Nullable String token, @Nullable String startedBy) {
    return new RestoreRequest(
        group,
        null,
        null,
        definition.group().cold(),
        true,
        lost(definition),
        true,
        "drill " + reportId,
        startedBy,
        false,
        token,
        Map.of());
  }

  /** Whoever does not answer, as a person would find. */
  private List<String> lost(Definition definition) {
    return look(definition).stream()
        .filter(m -> !m.reachable() && !m.region().equals(definition.group().cold()))
        .map(MemberState::region)
        .toList();
  }

  private List<MemberState> look(Definition definition) {
    return Stubs.step(DatabaseActivities.class, LOOK, "who is left?")
        .survey(new SurveyRequest(group, definition.group().members()))
        .members();
  }

  /** Whether nobody leads any more: after a fault whose answer never came this has to be seen. */
  boolean nobodyLeads(Definition definition) {
    return look(definition).stream().noneMatch(m -> m.reachable() && !m.standby());
  }

  /** Whether the restore was begun. */
  boolean tried() {
    return tried;
  }

  /** Null before it ended. */
  @Nullable RestoreReport report() {
    return report;
  }
}
