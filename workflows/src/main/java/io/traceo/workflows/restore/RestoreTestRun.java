package io.traceo.workflows.restore;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.BackupActivities.BackupQuery;
import io.traceo.workflows.activity.BackupActivities.Replayed;
import io.traceo.workflows.activity.BackupActivities.RestoreOutlook;
import io.traceo.workflows.activity.BackupActivities.RestoreQuery;
import io.traceo.workflows.activity.BackupActivities.RestoredServer;
import io.traceo.workflows.activity.BackupActivities.Stock;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.GroupActivities.DefinitionRequest;
import io.traceo.workflows.activity.GroupActivities.StatusRequest;
import io.traceo.workflows.alert.AlertKind;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.OperationPage;
import io.traceo.workflows.budget.RunMemo;
import io.traceo.workflows.budget.StepRunner;
import io.traceo.workflows.budget.Waits;
import io.traceo.workflows.group.GroupStatus;
import io.traceo.workflows.group.Verdict;
import io.traceo.workflows.restore.RestoreReport.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One restore test's state and steps. */
final class RestoreTestRun {
  private static final Duration ASK = Duration.ofSeconds(30);
  private static final Duration AGAIN = Duration.ofSeconds(2);
  private static final Duration AT_LEAST = Duration.ofHours(1);

  private final BackupRequest request;
  private final Journal journal = new Journal();
  private final StepRunner steps = new StepRunner(journal);
  private final TestVerdict verdict = new TestVerdict();
  private final OperationPage page;
  private final RestoreReports reports;
  private final long startedAtMillis = Workflow.currentTimeMillis();
  private String phase = "admit";
  private BackupPlace place = new BackupPlace("");
  private @Nullable Definition definition;
  private @Nullable BackupRunbooks runbooks;
  private @Nullable Stock stock;
  private @Nullable RestoreOutlook plan;
  private @Nullable RestoredCopy copy;
  private @Nullable Long verifiedMs;
  private @Nullable Double recoveryPoint;
  private long plannedAtMillis = startedAtMillis;
  private @Nullable String reportPath;

  RestoreTestRun(BackupRequest request) {
    this.request = request;
    String group = String.valueOf(request.group());
    page = new OperationPage("Restore test", group);
    reports =
        new RestoreReports(
            Kind.RESTORE_TEST,
            group,
            startedAtMillis,
            request.startedBy(),
            request.reason(),
            false);
  }

  /** What must be right for a test at all. */
  void admit() {
    enter("admit");
    RunMemo.tell(request.startedBy(), request.reason());
    Refusals.unlessEmpty(request.problems());
    Definition known =
        BackupPlace.group("read topology and runbooks")
            .define(new DefinitionRequest(request.group()));
    definition = known;
    journal.pager().learn(known, request.dryRun());
    page.describe(known);
    runbooks = Refusals.runbooks(known);
    place = new BackupPlace(known.group().cold());
  }

  /** What the store has, and how its newest backup would be restored. */
  void look() {
    enter("look");
    Stock seen = place.look("every backup, and the archive").list(new BackupQuery(request.group()));
    stock = seen;
    plannedAtMillis = Workflow.currentTimeMillis();
    verdict.stock(
        seen,
        plannedAtMillis,
        runbooks().restoreTest().maximumAge(),
        runbooks().backup().archiveLagLimit());
    if (seen.backups().isEmpty()) {
      throw Refusals.ended("nothing to restore");
    }
    RestoreOutlook made =
        place
            .look("how would the newest backup be restored?")
            .planRestore(
                new RestoreQuery(
                    request.group(), place.place(), RestoreTarget.LATEST, newest(seen)));
    plan = made;
    if (!made.refusals().isEmpty()) {
      throw Refusals.ended("it can't be restored: " + String.join("; ", made.refusals()));
    }
  }

  /** The same steps as a real restore's. */
  void restore() {
    enter("fetch");
    RestoredServer server =
        new RestoredServer(
            request.group(),
            place.place(),
            RestoreIds.server(
                "test", startedAtMillis, Workflow.getInfo().getOriginalExecutionRunId()));
    RestoreRunbook runbook = runbooks().restore();
    RestoredCopy made = new RestoredCopy(server, within(), steps, journal);
    copy = made;
    String backup = newest(known(stock));
    made.fetch(runbook, backup);
    enter("replay");
    made.replay(runbook, backup, known(plan).target());
    enter("verify");
    made.verify(runbook, backup, runbooks().restoreTest().checks(), leader());
    verifiedMs = Workflow.currentTimeMillis() - startedAtMillis;
  }

  /** What takes twice as long as it may is RED already; what never ends is given up. */
  private Duration within() {
    Duration twice = runbooks().restoreTest().recoveryTime().multipliedBy(2);
    return twice.compareTo(AT_LEAST) < 0 ? AT_LEAST : twice;
  }

  /**
   * Whom the restored rows are compared with; null when nobody can be. A group whose watch has just
   * begun again says soon whether its leader is well: a test that did not wait would prove less.
   */
  private @Nullable String leader() {
    long since = Workflow.currentTimeMillis();
    try {
      GroupStatus status = group();
      while (status.verdict() != Verdict.HEALTHY
          && Workflow.currentTimeMillis() - since < ASK.toMillis()) {
        Waits.pause(AGAIN, "before the group is asked again who leads");
        status = group();
      }
      if (status.verdict() == Verdict.HEALTHY) {
        return status.leader();
      }
      journal.note("nothing is compared with the leader: the group says " + status.verdict());
    } catch (TemporalFailure e) {
      journal.note("nothing is compared with the leader: " + Journal.messageOf(e));
    }
    return null;
  }

  private GroupStatus group() {
    return BackupPlace.askGroup("who leads " + request.group() + "?", ASK)
        .status(new StatusRequest(request.group()));
  }

  void failed(TemporalFailure e) {
    verdict.fail(phase + ": " + place.trouble(e));
  }

  /** What the steps came to, against what is promised. */
  void judge() {
    RestoredCopy made = copy;
    Replayed replayed = made == null ? null : made.replayed();
    Stock seen = stock;
    ArchiveState archive = seen == null ? null : seen.archive();
    if (replayed != null && plan != null) {
      verdict.replayed(plan, replayed, archive);
    }
    String failed = verifiedMs == null || made == null ? null : made.failedChecks();
    if (failed != null) {
      verdict.fail(failed);
    }
    RestoreTestRunbook promise = runbooks().restoreTest();
    verdict.recoveryTime(verifiedMs, promise.recoveryTime());
    recoveryPoint = verdict.recoveryPoint(plan, archive, plannedAtMillis, promise.recoveryPoint());
  }

  void discard() {
    RestoredCopy made = copy;
    if (made != null) {
      enter("discard");
      made.discard(() -> keep(colour(), verdict.reason()));
    }
  }

  String colour() {
    return verdict.green() ? "GREEN" : "RED";
  }

  /** With what was found, as it is now. */
  RestoreReport end() {
    return end(colour(), verdict.reason());
  }

  RestoreReport end(String outcome, @Nullable String reason) {
    if (outcome.equals("RED")) {
      String line = "restore test of " + request.group() + " is RED: " + reason;
      journal.page(AlertKind.RESTORE_TEST_RED, request.group(), line);
    } else if (reason != null) {
      journal.note(outcome + ": " + reason);
    }
    RestoreReport made =
        outcome.equals("PLANNED") ? report(outcome, reason) : keep(outcome, reason);
    journal.pager().settle();
    enter(outcome);
    return made;
  }

  private RestoreReport keep(String outcome, @Nullable String reason) {
    RestoreReport made = report(outcome, reason);
    Workflow.newDetachedCancellationScope(
            () -> {
              try {
                reportPath = BackupPlace.evidence().saveRestore(made).path();
              } catch (TemporalFailure e) {
                journal.page("the report is not kept: " + Journal.messageOf(e));
              }
            })
        .run();
    return made;
  }

  private RestoreReport report(String outcome, @Nullable String reason) {
    return reports.make(
        outcome,
        reason,
        new RestoreReports.Findings(
            definition,
            place.place(),
            plan,
            copy,
            verifiedMs,
            recoveryPoint,
            null,
            verdict.objectives(),
            steps.records(),
            journal.lines()));
  }

  String trouble(TemporalFailure e) {
    return place.trouble(e);
  }

  RestoreStatus status() {
    return new RestoreStatus(
        phase,
        String.valueOf(request.group()),
        startedAtMillis,
        plan,
        reportPath,
        steps.records(),
        journal.lines());
  }

  private void enter(String next) {
    phase = next;
    page.show(next, PlanLines.of(plan), steps.records());
  }

  private static String newest(Stock stock) {
    return stock.backups().get(0).id();
  }

  private BackupRunbooks runbooks() {
    return known(runbooks);
  }

  private static <T> T known(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("a step of the test ran before the ones it needs");
    }
    return value;
  }
}
