package io.traceo.workflows.restore;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.BackupActivities.Replayed;
import io.traceo.workflows.activity.BackupActivities.RestoreOutlook;
import io.traceo.workflows.activity.BackupActivities.RestoreQuery;
import io.traceo.workflows.activity.BackupActivities.RestoredServer;
import io.traceo.workflows.activity.DatabaseActivities;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.SurveyRequest;
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
import io.traceo.workflows.contract.Stubs;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.failover.FailoverMode;
import io.traceo.workflows.failover.FailoverRequest;
import io.traceo.workflows.failover.StepRecord;
import io.traceo.workflows.group.FailoverSummary;
import io.traceo.workflows.group.GroupStatus;
import io.traceo.workflows.group.Verdict;
import io.traceo.workflows.restore.RestoreReport.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One restore's state and steps. */
final class RestoreRun {
  private static final Budget ADMIT = new Budget(Duration.ofMinutes(10), ExpiryAction.PAGE);
  private static final Duration SURVEY = Duration.ofSeconds(20);

  /** A place that is away keeps the restore waiting: budgets page, a person decides. */
  private static final Duration WITHIN = Duration.ofDays(7);

  private final RestoreRequest request;
  private final Journal journal = new Journal();
  private final StepRunner steps = new StepRunner(journal);
  private final OperationPage page;
  private final RestoreReports reports;
  private final long startedAtMillis = Workflow.currentTimeMillis();
  private String phase = "admit";
  private String region = "";
  private @Nullable Definition definition;
  private @Nullable RestoreRunbook runbook;
  private @Nullable RestoreOutlook plan;
  private @Nullable RestoredCopy copy;
  private @Nullable TakeOver takeOver;
  private @Nullable String leader;
  private String recordedLeader = "";
  private @Nullable String endpoint;
  private @Nullable Long recoveredAtMillis;
  private @Nullable String reportPath;
  private boolean over;

  RestoreRun(RestoreRequest request) {
    this.request = request;
    String group = String.valueOf(request.group());
    page = new OperationPage("Restore", group);
    reports =
        new RestoreReports(
            Kind.RESTORE,
            group,
            startedAtMillis,
            request.startedBy(),
            request.reason(),
            request.takeOver());
  }

  /** Every reason against, before anything is touched; then the plan. */
  void admit() {
    enter("admit");
    RunMemo.tell(request.startedBy(), request.reason());
    Refusals.unlessEmpty(request.problems());
    new Attended(steps)
        .run(
            "admit",
            ADMIT,
            () -> {
              RestoreOutlook made = makePlan();
              return Receipt.done("backup " + backupId(made) + ", " + made.where());
            });
  }

  private RestoreOutlook makePlan() {
    Definition known =
        BackupPlace.group("read topology and runbooks")
            .define(new DefinitionRequest(request.group()));
    definition = known;
    page.describe(known);
    journal.pager().learn(known);
    runbook = Refusals.runbooks(known).restore();
    region = request.region() == null ? known.group().cold() : request.region();
    GroupStatus status =
        BackupPlace.group("who leads " + request.group() + "?")
            .status(new StatusRequest(request.group()));
    recordedLeader = status.leader();
    leader = status.verdict() == Verdict.HEALTHY ? status.leader() : null;
    List<String> refusals =
        new ArrayList<>(RestoreAdmission.region(known, status.leader(), region));
    if (request.takeOver()) {
      refusals.addAll(RestoreAdmission.takeOver(request, known, status, region, survey(known)));
    }
    Refusals.unlessEmpty(refusals);
    RestoreOutlook outlook =
        new BackupPlace(region)
            .look("which backup, how much log, what would be missing?")
            .planRestore(
                new RestoreQuery(
                    request.group(), region, known(request.target()), request.backup()));
    plan = outlook;
    refusals.addAll(outlook.refusals());
    if (outlook.backup() == null && refusals.isEmpty()) {
      refusals.add("no backup of " + request.group() + " would do");
    }
    String loss = RestoreAdmission.loss(request, outlook);
    if (loss != null) {
      refusals.add(loss);
    }
    Refusals.unlessEmpty(refusals);
    enter("admit");
    return outlook;
  }

  private static List<MemberState> survey(Definition definition) {
    return Stubs.step(DatabaseActivities.class, SURVEY, "who of the members answers?")
        .survey(new SurveyRequest(definition.group().id(), definition.group().members()))
        .members();
  }

  /** Pages when the whole takes longer than it may, and goes on. */
  void watchRecovery() {
    Budget budget = runbook().recovery();
    long left = startedAtMillis + budget.limit().toMillis() - Workflow.currentTimeMillis();
    Async.procedure(
        () -> {
          if (!Waits.until(
              Duration.ofMillis(Math.max(1, left)),
              "recovery, then " + budget.onExpiry(),
              () -> over || recoveredAtMillis != null)) {
            journal.page(
                "objective missed: "
                    + request.group()
                    + " is not recovered within "
                    + budget.limit().toSeconds()
                    + " s; the restore goes on");
          }
        });
  }

  void fetch() {
    enter("fetch");
    RestoredServer server =
        new RestoredServer(
            request.group(),
            region,
            RestoreIds.server(
                "restore", startedAtMillis, Workflow.getInfo().getOriginalExecutionRunId()));
    RestoredCopy made = new RestoredCopy(server, WITHIN, steps, journal);
    copy = made;
    made.fetch(runbook(), backupId(known(plan)));
  }

  void replay() {
    enter("replay");
    known(copy).replay(runbook(), backupId(known(plan)), known(plan).target());
  }

  void verify() {
    enter("verify");
    RestoredCopy made = known(copy);
    // What the operator asks of the newest state need not hold for an earlier one.
    boolean newest = known(request.target()).kind() == RestoreTarget.Kind.LATEST;
    made.verify(
        runbook(),
        backupId(known(plan)),
        newest ? Refusals.runbooks(known(definition)).restoreTest().checks() : List.of(),
        leader);
    String failed = made.failedChecks();
    if (failed != null) {
      throw Refusals.ended(failed);
    }
  }

  /** Keeps it beside the group's own. */
  void open() {
    enter("open");
    known(copy).open(runbook());
    endpoint = known(known(copy).replayed()).endpoint();
    recoveredAtMillis = Workflow.currentTimeMillis();
  }

  /** Makes it the leader, by the grant, epoch, routing and verification of a failover. */
  void takeOver() {
    enter("take over");
    RestoredCopy made = known(copy);
    Replayed stands = known(made.replayed());
    TakeOver run =
        new TakeOver(
            request.group(),
            region,
            WorkflowIds.failover(request.group() + "/" + made.server().restoreId()),
            journal);
    takeOver = run;
    run.run(
        new FailoverRequest(
            request.group(),
            FailoverMode.RESTORE.name(),
            region,
            request.reason(),
            request.startedBy(),
            false,
            new FailoverRequest.Authority(
                null,
                request.lentBy(),
                null,
                0,
                null,
                null,
                null,
                null,
                new FailoverRequest.Restored(
                    recordedLeader,
                    made.server().restoreId(),
                    region,
                    request.lost(),
                    stands.position(),
                    stands.timeline())),
            Map.of()));
    FailoverSummary summary = known(run.summary());
    recoveredAtMillis = summary.resumedAtMillis();
    journal.note(region + " leads; " + summary.workflowId() + " brings the copies back");
  }

  /** Nothing half restored stays; what leads, or may, is the member's own and is never removed. */
  void throwAway() {
    RestoredCopy made = copy;
    if (made == null) {
      return;
    }
    if (takeOver != null && takeOver.mayLead()) {
      journal.page(made.server().restoreId() + " stays: it is the member of " + region + " now");
      return;
    }
    enter("discard");
    made.discard(() -> keep("FAILED", "the restored server is not thrown away yet"));
  }

  /** Report made and kept; a dry run keeps none. */
  RestoreReport end(String verdict, @Nullable String reason) {
    over = true;
    if (reason != null) {
      journal.note(verdict + ": " + reason);
    }
    if (verdict.equals("PLANNED")) {
      enter(verdict);
      return report(verdict, reason);
    }
    RestoreReport made = keep(verdict, reason);
    journal.pager().settle();
    enter(verdict.equals("DONE") ? "done" : verdict);
    return made;
  }

  private RestoreReport keep(String verdict, @Nullable String reason) {
    RestoreReport made = report(verdict, reason);
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

  private RestoreReport report(String verdict, @Nullable String reason) {
    Long recovered = recoveredAtMillis;
    Long took = recovered == null ? null : Long.valueOf(recovered - startedAtMillis);
    RestoreRunbook by = runbook;
    boolean measured = by != null && (verdict.equals("DONE") || verdict.equals("FAILED"));
    return reports.make(
        verdict,
        reason,
        new RestoreReports.Findings(
            definition,
            region,
            plan,
            copy,
            took,
            plan == null ? null : plan.lossSeconds(),
            endpoint,
            measured
                ? List.of(
                    RestoreReports.atMost("recovery time", took, known(by).recovery().limit()))
                : List.of(),
            allSteps(),
            journal.lines()));
  }

  private List<StepRecord> allSteps() {
    List<StepRecord> all = new ArrayList<>(steps.records());
    FailoverSummary summary = takeOver == null ? null : takeOver.summary();
    if (summary != null) {
      for (StepRecord step : summary.steps()) {
        all.add(step.renamed("take-over." + step.name()));
      }
    }
    return all;
  }

  String trouble(TemporalFailure e) {
    return new BackupPlace(region).trouble(e);
  }

  RestoreStatus status() {
    return new RestoreStatus(
        phase,
        String.valueOf(request.group()),
        startedAtMillis,
        plan,
        reportPath,
        allSteps(),
        journal.lines());
  }

  private void enter(String next) {
    phase = next;
    page.show(next, PlanLines.of(plan), allSteps());
  }

  private static String backupId(RestoreOutlook plan) {
    return known(plan.backup()).id();
  }

  private RestoreRunbook runbook() {
    return known(runbook);
  }

  private static <T> T known(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("a step of the restore ran before the ones it needs");
    }
    return value;
  }
}
