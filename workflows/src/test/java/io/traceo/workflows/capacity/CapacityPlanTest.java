package io.traceo.workflows.capacity;

import static io.traceo.workflows.capacity.FakePlanning.EU;
import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST1;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static io.traceo.workflows.failover.FakeWorld.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.traceo.workflows.TestTemporal;
import io.traceo.workflows.activity.GroupActivities.Neighbour;
import io.traceo.workflows.capacity.RegionToday.Room;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.contract.TaskQueues;
import io.traceo.workflows.drill.FakeEvidence;
import io.traceo.workflows.failover.FakeWorld;
import io.traceo.workflows.group.FakeGroup;
import io.traceo.workflows.group.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Plans from the start record to the report. */
class CapacityPlanTest {
  private static final String ID = "capacity-plan";

  @RegisterExtension final TestWorkflowExtension temporal = TestTemporal.extension();
  private final FakeWorld world = new FakeWorld();
  private final FakeGroup group = new FakeGroup(world);
  private final FakePlanning planning = new FakePlanning(world);
  private final FakeEvidence evidence = new FakeEvidence(world);
  private WorkflowClient client;

  @BeforeEach
  void start(TestWorkflowEnvironment environment) {
    client = environment.getWorkflowClient();
    Worker control = environment.newWorker(TaskQueues.CONTROL);
    control.registerWorkflowImplementationTypes(CapacityPlanWorkflowImpl.class);
    control.registerActivitiesImplementations(group, evidence, planning);
    environment.start();
  }

  private WorkflowStub begin(Map<String, Object> request) {
    WorkflowStub run =
        client.newUntypedWorkflowStub(
            "CapacityPlan",
            WorkflowOptions.newBuilder()
                .setWorkflowId(ID)
                .setTaskQueue(TaskQueues.CONTROL)
                .build());
    run.start(request);
    return run;
  }

  private CapacityPlanReport run(Map<String, Object> request) throws Exception {
    CapacityPlanReport report = begin(request).getResult(CapacityPlanReport.class);
    WorkflowReplayer.replayWorkflowExecution(
        client.fetchHistory(ID), CapacityPlanWorkflowImpl.class);
    assertThat(evidence.plans()).containsExactly(report);
    return report;
  }

  private CapacityPlanReport refused(Map<String, Object> request, String... words)
      throws Exception {
    CapacityPlanReport report = run(request);
    assertThat(report.verdict()).as("%s", report).isEqualTo("REFUSED");
    assertThat(report.reason()).contains(words);
    assertThat(report.totals()).isNull();
    return report;
  }

  private static RegionPlan region(CapacityPlanReport report, String name) {
    return report.regions().stream().filter(r -> r.region().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void everyGroupOfTheNamespaceIsPlannedAndTheBoundsAddUp() throws Exception {
    CapacityPlanReport report = run(Map.of());
    assertThat(report.verdict()).as(report.reason()).isEqualTo("OK");
    assertThat(report.group()).isEqualTo("na, eu");
    assertThat(report.regions())
        .extracting(RegionPlan::region)
        .containsExactly(EAST, WEST2, WEST1, EU);
    assertThat(report.regions().stream().mapToInt(r -> r.size().size().minimum()).sum())
        .isEqualTo(100);
    assertThat(report.regions().stream().mapToInt(r -> r.size().size().maximum()).sum())
        .isEqualTo(1000);
    assertThat(report.totals().demand().withHeadroom()).isEqualTo(13e6);
    assertThat(report.totals().needed()).isEqualTo(65 + 33 + 20 + 13);
    assertThat(report.remarks()).anyMatch(r -> r.contains("10M metrics/s and more"));
    assertThat(report.groups().get(0).rooms())
        .extracting(FailoverRoom::target)
        .containsExactly(WEST2, WEST1);
    assertThat(report.groups().get(0).rolloutCommand())
        .isEqualTo(
            "traceo capacity rollout na --size us-east-1=50:500 --size us-west-2=25:250"
                + " --size us-west-1=15:150");
    assertThat(report.leftOut()).extracting(PlanScope.LeftOut::group).containsExactly("china");
    assertThat(report.simulated()).containsExactly("demand history: a trace");
    assertThat(world.calls("history " + EAST)).containsExactly("history us-east-1 demand{$region}");
  }

  @Test
  void aFewRegionsAreAskedAtATime() throws Exception {
    planning.euFollowers = List.of("eu-west-1", "eu-north-1", "eu-south-1");
    planning.euFollowers.forEach(r -> planning.peaks.put(r, 1e5));
    // Followers so small have no share that carries their leader's peak.
    assertThat(run(Map.of()).verdict()).isEqualTo("SHORT");
    int together = 0;
    for (HistoryEvent event : client.fetchHistory(ID).getEvents()) {
      if (isHistoryAsked(event)) {
        together++;
      } else if (together > 0
          && event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED) {
        break;
      }
    }
    assertThat(together).as("histories asked before the first answer").isEqualTo(4);
  }

  private static boolean isHistoryAsked(HistoryEvent event) {
    return event.hasActivityTaskScheduledEventAttributes()
        && event
            .getActivityTaskScheduledEventAttributes()
            .getActivityType()
            .getName()
            .equals("ForecastHistory");
  }

  @Test
  void aPlanOfOneGroupSaysTheSameAndAsksNoOtherCluster() throws Exception {
    CapacityPlanReport report = run(Map.of("groups", List.of("eu"), "reason", "spring"));
    assertThat(report.verdict()).isEqualTo("OK");
    assertThat(report.groups()).extracting(GroupPlan::group).containsExactly("eu");
    assertThat(report.regions().get(0).region()).isEqualTo(EU);
    assertThat(region(report, EU).size().size()).isEqualTo(new Size(10, 100));
    assertThat(region(report, EAST).size().size()).isEqualTo(new Size(50, 500));
    assertThat(world.calls("today")).containsExactly("today " + EU);
    assertThat(report.why()).isEqualTo("spring");
  }

  @Test
  void whoLeadsNowIsTheOneThatMayBeLost() throws Exception {
    group.neighbours.add(
        new Neighbour("na", WEST2, List.of(EAST, WEST1), Verdict.HEALTHY, null, null));
    CapacityPlanReport report = run(Map.of("groups", "na"));
    assertThat(report.groups().get(0).leader()).isEqualTo(WEST2);
    assertThat(report.groups().get(0).rooms())
        .extracting(FailoverRoom::target)
        .containsExactly(EAST, WEST1);
  }

  @Test
  void groupsThatDoNotAnswerLeadAsTheTopologySays() throws Exception {
    world.failing.put("neighbours", failure(FailureTypes.UNREACHABLE, "the entity is away"));
    CapacityPlanReport report = run(Map.of());
    assertThat(report.verdict()).isEqualTo("OK");
    assertThat(report.groups().get(0).leader()).isEqualTo(EAST);
    assertThat(report.events().toString())
        .contains("leaders of the topology", "the entity is away");
  }

  @Test
  void aHistoryWithTooFewDaysIsRefusedAndEveryRegionNamed() throws Exception {
    planning.days.put(WEST2, 40);
    planning.days.put(EU, 3);
    CapacityPlanReport report =
        refused(
            Map.of(),
            "region us-west-2, field days: 40 days of history are there, 90 are needed",
            "region eu-central-1, field days: 3 days");
    assertThat(region(report, WEST2).problems()).hasSize(1);
    assertThat(region(report, EAST).forecast()).isNotNull();
    assertThat(world.calls("today")).isEmpty();
  }

  @Test
  void aHistoryThatCannotBeReadIsRefusedNamingTheRegion() throws Exception {
    world.failing.put(
        "history " + WEST1 + " demand{$region}",
        failure(FailureTypes.UNREACHABLE, "Prometheus of us-west-1: connection refused"));
    refused(Map.of(), "Prometheus of us-west-1: connection refused");
  }

  @Test
  void aClusterThatDoesNotAnswerLeavesThePlanIncomplete() throws Exception {
    world.failing.put(
        "today " + WEST1, failure(FailureTypes.UNREACHABLE, "cluster of us-west-1: refused"));
    CapacityPlanReport report = run(Map.of());
    assertThat(report.verdict()).isEqualTo("INCOMPLETE");
    assertThat(report.reason()).contains("cluster of us-west-1: refused");
    assertThat(region(report, WEST1).size()).isNotNull();
    assertThat(region(report, WEST1).failed()).isTrue();
    assertThat(report.unknown()).contains("cluster of us-west-1: refused");
    assertThat(report.groups().get(0).rooms().get(1).unknown())
        .containsExactly("quota and nodes: cluster of us-west-1: refused");
    assertThat(report.totals().cost().today()).isNull();
  }

  @Test
  void aForbiddenNamespaceIsTriedOnceAndNamed() throws Exception {
    world.failing.put(
        "today " + WEST2, failure(FailureTypes.FORBIDDEN, "cluster of us-west-2: forbidden"));
    CapacityPlanReport report = run(Map.of());
    assertThat(report.verdict()).isEqualTo("INCOMPLETE");
    assertThat(report.reason()).isEqualTo("cluster of us-west-2: forbidden");
    assertThat(world.calls("today " + WEST2)).hasSize(1);
  }

  @Test
  void whatIsNotConfiguredOrMayNotBeReadIsNamedAndNoFailure() throws Exception {
    planning.clusters = List.of(EAST, WEST2, EU);
    planning.nodes.put(WEST2, Room.unknown("the token may not list nodes"));
    CapacityPlanReport report = run(Map.of());
    assertThat(report.verdict()).isEqualTo("OK");
    assertThat(report.unknown())
        .anyMatch(u -> u.equals("us-west-2: the token may not list nodes"))
        .anyMatch(u -> u.startsWith("not asked: no cluster of us-west-1"));
    assertThat(world.calls("today " + WEST1)).isEmpty();
  }

  @Test
  void aTargetThatCannotCarryTheLostPeakIsShort() throws Exception {
    planning.quotas.put(WEST2, Room.of(60, "ResourceQuota q: 50 of 60 pods used"));
    CapacityPlanReport report = run(Map.of());
    assertThat(report.verdict()).isEqualTo("SHORT");
    assertThat(report.shortages()).hasSize(1);
    assertThat(report.reason())
        .contains(
            "region us-west-2, field quota: it allows 60 replicas",
            "75 are needed",
            "raise the ResourceQuota by 15 pods");
  }

  @Test
  void aMaximumBelowAPeakIsShortAndSaysHowFarToRaiseIt() throws Exception {
    planning.policy = new PlanPolicy(null, 90, 0.3, 100, 110, 0.1);
    CapacityPlanReport report = run(Map.of());
    assertThat(report.verdict()).isEqualTo("SHORT");
    assertThat(report.shortages())
        .anyMatch(s -> s.startsWith("region us-east-1, field planned maximum"))
        .allMatch(s -> s.contains("raise plan.maximumReplicas to"));
  }

  @Test
  void negativeHeadroomIsRefusedNamingTheField() throws Exception {
    planning.policy = new PlanPolicy(null, 90, -0.3, 100, 1000, 0.1);
    refused(Map.of(), "field plan.headroom: it is -0.3 for every region");
    assertThat(world.calls("history")).isEmpty();
  }

  @Test
  void withoutSettingsThereIsNothingToPlanBy() throws Exception {
    planning.policy = null;
    refused(Map.of(), "write the section plan into capacity.yaml");
  }

  @Test
  void aMistypedRecordIsRefusedInWords() throws Exception {
    refused(
        Map.of("grops", "na", "groups", 5),
        "unknown field \"grops\"; known fields are groups, reason, startedBy",
        "field \"groups\" is 5; type names of groups");
    assertThat(world.calls("scope")).isEmpty();
  }

  @Test
  void aGroupThatIsPlannedElsewhereIsRefusedByName() throws Exception {
    refused(Map.of("groups", List.of("china")), "group china is not planned here");
  }

  @Test
  void aCancelledPlanEndsAtOnceAndKeepsNothing() {
    world.failing.put(
        "today " + WEST1, failure(FailureTypes.UNREACHABLE, "cluster of us-west-1: refused"));
    world.meanwhile.put("today " + WEST1, () -> client.newUntypedWorkflowStub(ID).cancel());
    WorkflowStub run = begin(Map.of());
    assertThatThrownBy(() -> run.getResult(CapacityPlanReport.class))
        .isInstanceOf(WorkflowFailedException.class)
        .hasCauseInstanceOf(CanceledFailure.class);
    assertThat(evidence.plans()).isEmpty();
    assertThat(run.query("status", PlanStatus.class).phase()).isEqualTo("cancelled");
  }
}
