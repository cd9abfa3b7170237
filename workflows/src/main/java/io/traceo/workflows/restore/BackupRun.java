package io.traceo.workflows.restore;

import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.BackupActivities.BackupOutlook;
import io.traceo.workflows.activity.BackupActivities.BackupQuery;
import io.traceo.workflows.activity.BackupActivities.PruneRequest;
import io.traceo.workflows.activity.BackupActivities.Pruned;
import io.traceo.workflows.activity.BackupActivities.TakeRequest;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.GroupActivities.DefinitionRequest;
import io.traceo.workflows.activity.GroupActivities.StatusRequest;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.budget.Attended;
import io.traceo.workflows.budget.Budget;
import io.traceo.workflows.budget.ExpiryAction;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.OperationPage;
import io.traceo.workflows.budget.RunMemo;
import io.traceo.workflows.budget.StepRunner;
import io.traceo.workflows.budget.Waits;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.contract.TemporalFailures;
import io.traceo.workflows.contract.WorkflowIds;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One backup's state and steps. */
final class BackupRun {
  private static final Duration PAUSE = Duration.ofSeconds(10);

  /** A change of leader takes seconds; who is in conflict for longer has another trouble. */
  private static final Duration CONFLICT = Duration.ofMinutes(5);

  private static final Budget PRUNE = new Budget(Duration.ofMinutes(30), ExpiryAction.PAGE);
  private static final Duration PRUNE_WITHIN = Duration.ofHours(2);

  /** Only while somebody else becomes the leader. */
  private static final List<String> PASSING =
      List.of(FailureTypes.CONFLICT, FailureTypes.STALE_EPOCH);

  private final BackupRequest request;
  private final Journal journal = new Journal();
  private final StepRunner steps = new StepRunner(journal);
  private final Attended attended = new Attended(steps);
  private final OperationPage page;
  private final long startedAtMillis = Workflow.currentTimeMillis();
  private final String backupId =
      RestoreIds.backup(startedAtMillis, Workflow.getInfo().getOriginalExecutionRunId());
  private String phase = "admit";
  private BackupPlace place = new BackupPlace("");
  private @Nullable BackupRunbook runbook;
  private @Nullable BackupOutlook plan;
  private @Nullable BackupManifest backup;
  private @Nullable Pruned pruned;

  BackupRun(BackupRequest request) {
    this.request = request;
    page = new OperationPage("Backup", String.valueOf(request.group()));
  }

  /** Every reason against, before anything is read or written. */
  void admit() {
    enter("admit");
    RunMemo.tell(request.startedBy(), request.reason());
    Refusals.unlessEmpty(request.problems());
    Definition definition =
        BackupPlace.group("read topology and runbooks")
            .define(new DefinitionRequest(request.group()));
    page.describe(definition);
    journal.pager().learn(definition);
    runbook = Refusals.runbooks(definition).backup();
    place = new BackupPlace(definition.group().cold());
    BackupOutlook outlook =
        place
            .look("can a backup be taken to " + place.place() + "?")
            .outlook(new BackupQuery(request.group()));
    plan = outlook;
    Refusals.unlessEmpty(outlook.refusals());
    outlook.warnings().forEach(warning -> journal.note("warning: " + warning));
    journal.note("backup " + backupId + " of " + outlook.leader() + " into " + outlook.store());
  }

  /** A late one pages and goes on: half a backup is none. */
  void take() {
    enter("take");
    keepArchive();
    attended.run(
        "take",
        new Budget(runbook().limit(), ExpiryAction.PAGE),
        () -> {
          BackupManifest done = takeFromWhoLeads();
          backup = done.summary();
          return Receipt.done(
              backupId
                  + ": "
                  + done.databaseBytes()
                  + " bytes in "
                  + done.storedBytes()
                  + " stored, from "
                  + done.leader());
        });
  }

  /** A backup waits for the log that it needs: somebody has to bring it into the archive. */
  private void keepArchive() {
    ArchiveWorkflow archive =
        Workflow.newChildWorkflowStub(
            ArchiveWorkflow.class,
            ChildWorkflowOptions.newBuilder()
                .setWorkflowId(WorkflowIds.archive(request.group()))
                // It runs forever, long after the backup.
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                .setStaticSummary("Archive of " + request.group())
                .build());
    // Detached: who cancels a backup does not end the archive.
    Workflow.newDetachedCancellationScope(
            () -> {
              Promise<Void> unused =
                  Async.procedure(archive::run, ArchiveStart.of(request.group()));
            })
        .run();
    try {
      Workflow.getWorkflowExecution(archive).get();
      journal.note("the archive of " + request.group() + " was not running: begun");
    } catch (ChildWorkflowFailure e) {
      if (!(e.getCause() instanceof WorkflowExecutionAlreadyStarted)) {
        throw e;
      }
    }
  }

  /** Who leads is asked before each try: a failover during a backup only begins it again. */
  private BackupManifest takeFromWhoLeads() {
    Long passingSince = null;
    String told = "";
    while (true) {
      String leader = leader();
      String problem;
      try {
        return place
            .once("base backup of " + leader)
            .take(new TakeRequest(request.group(), backupId, leader));
      } catch (TemporalFailure e) {
        boolean passing = PASSING.stream().anyMatch(t -> TemporalFailures.isType(e, t));
        boolean mayPass =
            passing
                && (passingSince == null
                    || Workflow.currentTimeMillis() - passingSince < CONFLICT.toMillis());
        if (cancelled(e) || (isFinal(e) && !mayPass)) {
          throw e;
        }
        passingSince =
            !passing ? null : passingSince == null ? Workflow.currentTimeMillis() : passingSince;
        problem = leader + ": " + place.trouble(e);
      }
      if (!problem.equals(told)) {
        journal.note("the backup begins again: " + problem);
        told = problem;
      }
      Waits.pause(PAUSE, "before the next try of the base backup");
    }
  }

  private String leader() {
    return BackupPlace.group("who leads " + request.group() + " now?")
        .status(new StatusRequest(request.group()))
        .leader();
  }

  private static boolean cancelled(TemporalFailure e) {
    return e instanceof CanceledFailure || e.getCause() instanceof CanceledFailure;
  }

  private static boolean isFinal(TemporalFailure e) {
    return FailureTypes.FINAL.stream().anyMatch(t -> TemporalFailures.isType(e, t));
  }

  /** The new backup is there whatever comes of this: what should have gone stays, and it pages. */
  void prune() {
    enter("prune");
    try {
      attended.run(
          "prune",
          PRUNE,
          () -> {
            Pruned done =
                place
                    .work("remove what need not be kept", PRUNE_WITHIN)
                    .prune(
                        new PruneRequest(request.group(), runbook().keep(), runbook().keepFor()));
            pruned = done;
            return Receipt.done(
                done.removed().size() + " backups and " + done.segments() + " segments removed");
          });
    } catch (TemporalFailure e) {
      if (cancelled(e)) {
        throw e;
      }
      journal.page("old backups of " + request.group() + " stay: " + place.trouble(e));
    }
  }

  BackupResult end(String outcome, @Nullable String reason) {
    enter(outcome.equals("DONE") ? "done" : outcome);
    if (reason != null) {
      journal.note(outcome + ": " + reason);
    }
    journal.pager().settle();
    return new BackupResult(outcome, reason, plan, backup, pruned, journal.lines());
  }

  /** The backup that is there; what comes after it can't undo it. */
  @Nullable BackupManifest backup() {
    return backup;
  }

  String trouble(TemporalFailure e) {
    return place.trouble(e);
  }

  RestoreStatus status() {
    return new RestoreStatus(
        phase,
        String.valueOf(request.group()),
        startedAtMillis,
        null,
        null,
        steps.records(),
        journal.lines());
  }

  private void enter(String next) {
    phase = next;
    BackupOutlook known = plan;
    page.show(
        next,
        known == null
            ? List.of()
            : List.of(
                "from " + known.leader() + " into " + known.store(),
                "key " + known.keyId() + ", " + known.databaseBytes() + " bytes"),
        steps.records());
  }

  private BackupRunbook runbook() {
    BackupRunbook known = runbook;
    if (known == null) {
      throw new IllegalStateException("a step ran before the backup was admitted");
    }
    return known;
  }
}
