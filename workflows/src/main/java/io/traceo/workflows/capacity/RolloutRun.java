package io.traceo.workflows.capacity;

import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import io.traceo.workflows.activity.CapacityActivities;
import io.traceo.workflows.activity.CapacityActivities.Application;
import io.traceo.workflows.activity.CapacityActivities.TakenBack;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.GroupActivities.DefinitionRequest;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.budget.Budget;
import io.traceo.workflows.budget.ExpiryAction;
import io.traceo.workflows.budget.Hold;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.OperationPage;
import io.traceo.workflows.budget.RunMemo;
import io.traceo.workflows.budget.RunOrder;
import io.traceo.workflows.budget.StepRunner;
import io.traceo.workflows.capacity.RolloutRegion.State;
import io.traceo.workflows.drill.ReportIds;
import io.traceo.workflows.group.GroupStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One rollout's state and steps. */
final class RolloutRun {
  private static final Budget APPLY = new Budget(Duration.ofSeconds(30), ExpiryAction.ABORT);
  private static final Budget TAKE_BACK = new Budget(Duration.ofMinutes(1), ExpiryAction.PAGE);

  private final CapacityRolloutRequest request;
  private final String group;
  private final Journal journal = new Journal();
  private final StepRunner steps = new StepRunner(journal);
  private final Hold pause = new Hold(journal, "no further batch begins");
  private final OperationPage page;
  private final CapacityGrant grant;
  private final long startedAtMillis = Workflow.currentTimeMillis();
  private final String id;
  private String phase = "admit";
  private List<RegionChange> regions = List.of();
  private @Nullable Definition definition;
  private @Nullable RegionProof proof;
  private long epoch;
  private @Nullable String reportPath;

  RolloutRun(CapacityRolloutRequest request) {
    this.request = request;
    group = String.valueOf(request.group());
    page = new OperationPage("Rollout of capacity", group);
    grant = new CapacityGrant(group);
    id =
        ReportIds.named(
            "capacity-rollout",
            request.group(),
            startedAtMillis,
            Workflow.getInfo().getOriginalExecutionRunId());
  }

  /** Every reason against, before anything is changed. */
  void admit() {
    enter("admit");
    RunMemo.tell(request.startedBy(), request.reason());
    CapacityCalls.refuseUnlessEmpty(request.problems());
    Definition known =
        CapacityCalls.group("read topology and runbooks").define(new DefinitionRequest(group));
    definition = known;
    page.describe(known);
    journal.pager().learn(known);
    CapacityRunbook runbook = known.capacity();
    if (runbook == null) {
      throw CapacityCalls.refused(
          "there is no runbook of capacity: write capacity.yaml beside the topology");
    }
    RolloutAdmission admission =
        new RolloutAdmission(request, known, runbook, CapacityGrant.rolloutId());
    CapacityCalls.refuseUnlessEmpty(admission.problems());
    GroupStatus status = grant.status();
    CapacityCalls.refuseUnlessEmpty(RolloutAdmission.incident(status));
    if (!request.dryRun()) {
      grant.acquire(status.leader());
      status = grant.status();
    }
    epoch = status.epoch();
    regions = admission.rehearse(status);
    regions.forEach(r -> r.tell(journal));
    RegionProof gates = new RegionProof(group, runbook.rollout(), steps, journal);
    proof = gates;
    CapacityCalls.refuseUnlessEmpty(
        gates.problemsBefore(
            regions.stream().filter(RegionChange::differs).map(RegionChange::region).toList()));
  }

  /** Batch after batch; the next one begins when the one before is proven. */
  void rollOut() {
    int last = regions.stream().mapToInt(RegionChange::batch).max().orElse(0);
    for (int batch = 1; batch <= last; batch++) {
      enter("before batch " + batch + " of " + last);
      pause.await();
      enter("batch " + batch + " of " + last);
      int number = batch;
      List<RegionChange> members = regions.stream().filter(r -> r.batch() == number).toList();
      apply(members);
      known(proof).of(batch, members.stream().map(RegionChange::region).toList());
      members.forEach(r -> r.become(State.PROVEN, null));
    }
  }

  /** All of a batch; one that fails ends the rollout once the others have ended too. */
  private void apply(List<RegionChange> batch) {
    List<Promise<Void>> applying =
        batch.stream().map(r -> Async.procedure(() -> apply(r))).toList();
    Workflow.newDetachedCancellationScope(
            () -> Workflow.await(() -> applying.stream().allMatch(Promise::isCompleted)))
        .run();
    applying.forEach(Promise::get);
  }

  private void apply(RegionChange change) {
    // Before the call: one whose answer is lost may have happened.
    change.become(State.TOUCHED, null);
    String region = change.region();
    Receipt unused =
        steps.run(
            "apply " + region,
            APPLY,
            () -> CapacityCalls.change("autoscaler of " + region).apply(change.application()));
  }

  /** What an earlier run left changed is this one's to take back. */
  void inherit(LeftRollout left) {
    grant.hold(left.token());
    definition = left.definition();
    page.describe(left.definition());
    journal.pager().learn(left.definition());
    List<RegionChange> changes = new ArrayList<>();
    for (Application undo : left.undo()) {
      changes.add(RegionChange.left(undo, changes.size() + 1));
      epoch = undo.change().epoch();
    }
    regions = changes;
  }

  /**
   * Whether somebody has reset it to a moment before it knew what the regions were, although it has
   * changed some. The group takes those back once this run has failed.
   */
  static boolean forgot(TemporalFailure e) {
    WorkflowInfo info = Workflow.getInfo();
    return !info.getRunId().equals(info.getOriginalExecutionRunId())
        && Journal.messageOf(e).contains(CapacityActivities.OWN_CHANGE);
  }

  /** Every region that was touched, each by itself: one that is away holds up no other. */
  void takeBack(String reason) {
    journal.page("rolled back: " + reason);
    enter("take back");
    List<Promise<Void>> all =
        regions.stream()
            .filter(RegionChange::touched)
            .map(r -> Async.procedure(() -> takeBack(r)))
            .toList();
    all.forEach(Promise::get);
  }

  private void takeBack(RegionChange change) {
    String region = change.region();
    try {
      TakenBack done =
          known(
              steps.run(
                  "take back " + region,
                  TAKE_BACK,
                  () ->
                      CapacityCalls.change("autoscaler of " + region + " as it was")
                          .takeBack(change.application())));
      boolean left = done.outcome().equals("LEFT");
      change.become(left ? State.LEFT : State.TAKEN_BACK, done.detail());
      if (left) {
        journal.page(region + ": " + done.detail());
      }
    } catch (TemporalFailure e) {
      change.become(State.STUCK, Journal.messageOf(e));
      journal.page(region + " is not taken back: " + Journal.messageOf(e));
    }
  }

  /** Whether every region that was touched has been dealt with. */
  boolean stuck() {
    return regions.stream().anyMatch(r -> r.record().state() == State.STUCK);
  }

  /** Gives the grant back and keeps the report, also when the run is cancelled. */
  CapacityRolloutReport end(String verdict, @Nullable String reason) {
    if (reason != null) {
      journal.note(verdict + ": " + reason);
    }
    CapacityRolloutReport made = report(verdict, reason);
    Workflow.newDetachedCancellationScope(
            () -> {
              try {
                grant.release();
              } catch (TemporalFailure e) {
                journal.page("the grant is not given back: " + Journal.messageOf(e));
              }
              if (!verdict.equals("PLANNED")) {
                keep(made);
              }
            })
        .run();
    journal.pager().settle();
    enter(verdict.equals("DONE") ? "done" : verdict);
    return made;
  }

  private void keep(CapacityRolloutReport made) {
    try {
      reportPath = CapacityCalls.evidence().saveRollout(made).path();
    } catch (TemporalFailure e) {
      journal.page("the report is not kept: " + Journal.messageOf(e));
    }
  }

  private CapacityRolloutReport report(String verdict, @Nullable String reason) {
    Definition known = definition;
    return new CapacityRolloutReport(
        CapacityRolloutReport.SCHEMA,
        id,
        CapacityRolloutReport.KIND,
        group,
        verdict,
        reason,
        Instant.ofEpochMilli(startedAtMillis).toString(),
        Instant.ofEpochMilli(Workflow.currentTimeMillis()).toString(),
        Workflow.getInfo().getWorkflowId(),
        Workflow.getInfo().getOriginalExecutionRunId(),
        request.startedBy(),
        request.reason(),
        request.force(),
        epoch,
        records(),
        proof == null ? List.of() : proof.readings(),
        steps.records(),
        known == null ? List.of() : known.simulated(),
        journal.lines());
  }

  private List<RolloutRegion> records() {
    return regions.stream().map(RegionChange::record).toList();
  }

  RolloutStatus status() {
    return new RolloutStatus(
        phase,
        group,
        startedAtMillis,
        regions.stream().map(RegionChange::line).toList(),
        pause.words(),
        records(),
        regions.stream().filter(RegionChange::touched).map(RegionChange::application).toList(),
        reportPath,
        steps.records(),
        journal.lines());
  }

  Receipt pause(RunOrder order) {
    Receipt done = pause.pause(order);
    show();
    return done;
  }

  Receipt resume(RunOrder order) {
    Receipt done = pause.resume(order);
    show();
    return done;
  }

  private void enter(String next) {
    phase = next;
    show();
  }

  private void show() {
    String paused = pause.words();
    page.show(
        paused == null ? phase : phase + ", paused by " + paused,
        regions.stream().map(RegionChange::line).toList(),
        steps.records());
  }

  /** Why a run ended, in words. */
  static String trouble(TemporalFailure e) {
    return e instanceof CanceledFailure ? "it was cancelled" : Journal.messageOf(e);
  }

  private static <T> T known(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("a step ran before the rollout was admitted");
    }
    return value;
  }
}
