package io.traceo.workflows.capacity;

import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.PlanningActivities.ScopeRequest;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.budget.Budget;
import io.traceo.workflows.budget.ExpiryAction;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.OperationPage;
import io.traceo.workflows.budget.RunMemo;
import io.traceo.workflows.budget.StepRunner;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.drill.ReportIds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One plan's state and steps. */
final class PlanRun {
  private static final Budget READ = new Budget(Duration.ofMinutes(30), ExpiryAction.ABORT);
  private static final Budget COUNT = new Budget(Duration.ofMinutes(10), ExpiryAction.ABORT);

  private final CapacityPlanRequest request;
  private final Journal journal = new Journal();
  private final StepRunner steps = new StepRunner(journal);
  private final long startedAtMillis = Workflow.currentTimeMillis();
  private String group;
  private OperationPage page;
  private String phase = "admit";
  private @Nullable PlanScope scope;
  private @Nullable PlanPolicy policy;
  private long metricsPerPod;
  private List<PlannedRegion> regions = List.of();
  private @Nullable PlanQuestions questions;
  private @Nullable PlanResult result;
  private @Nullable String reportPath;

  PlanRun(CapacityPlanRequest request) {
    this.request = request;
    List<String> typed = request.problems().isEmpty() ? request.names() : List.of();
    group = typed.isEmpty() ? "all" : String.join(", ", typed);
    page = new OperationPage("Plan of capacity", group);
  }

  /** Which groups, by which settings; every reason against. */
  void admit() {
    enter("admit");
    RunMemo.tell(request.startedBy(), request.reason());
    CapacityCalls.refuseUnlessEmpty(request.problems());
    PlanScope found =
        PlanQuestions.planning("read topology and runbooks")
            .scope(new ScopeRequest(request.names()));
    scope = found;
    group =
        found.groups().stream()
            .filter(PlanScope.Group::asked)
            .map(PlanScope.Group::id)
            .collect(Collectors.joining(", "));
    page = new OperationPage("Plan of capacity", group);
    page.describe(found.searchAttributes());
    CapacityRunbook runbook = found.runbook();
    PlanPolicy settings = runbook == null ? null : runbook.plan();
    if (runbook == null || settings == null) {
      throw CapacityCalls.refused(
          "there is nothing to plan by: write the section plan into capacity.yaml beside the"
              + " topology");
    }
    policy = settings;
    metricsPerPod = runbook.autoscaler().metricsPerPod();
    CapacityCalls.refuseUnlessEmpty(settings.problems());
    regions = planned(found.groups(), PlanQuestions.leaders(journal));
    CapacityCalls.refuseUnlessEmpty(inTwoGroups(regions));
    questions = new PlanQuestions(regions);
  }

  private static List<PlannedRegion> planned(
      List<PlanScope.Group> groups, Map<String, String> leaders) {
    List<PlannedRegion> planned = new ArrayList<>();
    for (PlanScope.Group one : groups) {
      String told = leaders.getOrDefault(one.id(), one.leader());
      String leader = one.members().contains(told) ? told : one.leader();
      one.members().forEach(m -> planned.add(new PlannedRegion(one, m, m.equals(leader))));
    }
    return planned;
  }

  /** Demand is measured by region: whose it is could not be told. */
  private static List<String> inTwoGroups(List<PlannedRegion> regions) {
    return regions.stream()
        .collect(
            Collectors.groupingBy(
                PlannedRegion::region, java.util.TreeMap::new, Collectors.toList()))
        .values()
        .stream()
        .filter(same -> same.size() > 1)
        .map(
            same ->
                "region %s, field groups: it is in %s; its demand can't be told apart"
                    .formatted(
                        same.get(0).region(),
                        same.stream()
                            .map(r -> r.group().id())
                            .collect(Collectors.joining(" and "))))
        .toList();
  }

  void readHistories() {
    enter("histories");
    Receipt unused = steps.run("histories", READ, () -> known(questions).histories(known(policy)));
  }

  /** Without the forecast of one region, nobody's share can be told. */
  void forecast() {
    enter("forecasts");
    Receipt unused = steps.run("forecasts", COUNT, () -> known(questions).forecasts(known(policy)));
    CapacityCalls.refuseUnlessEmpty(regions.stream().flatMap(r -> r.problems().stream()).toList());
  }

  void askClusters() {
    enter("clusters");
    Receipt unused = steps.run("clusters", COUNT, () -> known(questions).clusters());
  }

  void size() {
    enter("sizes");
    try {
      result = PlanResult.of(known(scope).groups(), regions, known(policy), metricsPerPod);
    } catch (IllegalArgumentException e) {
      throw CapacityCalls.refused(String.valueOf(e.getMessage()));
    }
    regions.forEach(r -> journal.note(r.line()));
  }

  /** Sizes are there. */
  CapacityPlanReport end() {
    PlanResult made = known(result);
    List<String> failed =
        made.regions().stream()
            .filter(RegionPlan::failed)
            .map(r -> String.valueOf(r.unasked()))
            .toList();
    if (!made.shortages().isEmpty()) {
      return keep("SHORT", String.join("; ", made.shortages()));
    }
    return failed.isEmpty() ? keep("OK", null) : keep("INCOMPLETE", String.join("; ", failed));
  }

  /** No sizes are there. */
  CapacityPlanReport end(TemporalFailure e) {
    String reason = Journal.messageOf(e);
    boolean refused =
        !(e instanceof ApplicationFailure failure)
            || failure.getType().equals(FailureTypes.REFUSED);
    return keep(refused ? "REFUSED" : "FAILED", reason);
  }

  private CapacityPlanReport keep(String verdict, @Nullable String reason) {
    if (reason != null) {
      journal.note(verdict + ": " + reason);
    }
    CapacityPlanReport report = report(verdict, reason);
    try {
      reportPath = CapacityCalls.evidence().savePlan(report).path();
    } catch (TemporalFailure e) {
      journal.page("the report is not kept: " + Journal.messageOf(e));
    }
    enter(verdict);
    return report;
  }

  private CapacityPlanReport report(String verdict, @Nullable String reason) {
    PlanScope found = scope;
    PlanResult made = result;
    return new CapacityPlanReport(
        CapacityPlanReport.SCHEMA,
        ReportIds.named(
            "capacity-plan",
            group.replace(", ", "-"),
            startedAtMillis,
            Workflow.getInfo().getOriginalExecutionRunId()),
        CapacityPlanReport.KIND,
        group,
        verdict,
        reason,
        Instant.ofEpochMilli(startedAtMillis).toString(),
        Instant.ofEpochMilli(Workflow.currentTimeMillis()).toString(),
        Workflow.getInfo().getWorkflowId(),
        Workflow.getInfo().getOriginalExecutionRunId(),
        request.startedBy(),
        request.reason(),
        policy,
        metricsPerPod,
        made == null ? List.of() : made.groups(),
        made == null
            ? PlanResult.reported(regions).stream().map(r -> r.plan(policy)).toList()
            : made.regions(),
        made == null ? null : made.totals(),
        found == null ? List.of() : found.leftOut(),
        made == null ? List.of() : made.shortages(),
        made == null ? List.of() : made.unknown(),
        made == null ? List.of() : made.remarks(),
        steps.records(),
        found == null ? List.of() : found.simulated(),
        journal.lines());
  }

  PlanStatus status() {
    return new PlanStatus(
        phase, group, startedAtMillis, lines(), reportPath, steps.records(), journal.lines());
  }

  private List<String> lines() {
    return result == null ? List.of() : regions.stream().map(PlannedRegion::line).toList();
  }

  void enter(String next) {
    phase = next;
    page.show(next, lines(), steps.records());
  }

  private static <T> T known(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("a step ran before the plan was admitted");
    }
    return value;
  }
}
