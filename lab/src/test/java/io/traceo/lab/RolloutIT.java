package io.traceo.lab;

import static io.traceo.lab.Autoscalers.EAST;
import static io.traceo.lab.Autoscalers.WEST1;
import static io.traceo.lab.Autoscalers.WEST2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateStage;
import io.traceo.activities.Counterparts;
import io.traceo.activities.evidence.KeptReport;
import io.traceo.activities.evidence.ReportStore;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.budget.RunOrder;
import io.traceo.workflows.capacity.CapacityRolloutReport;
import io.traceo.workflows.capacity.RolloutRegion;
import io.traceo.workflows.capacity.RolloutRegion.State;
import io.traceo.workflows.capacity.RolloutStatus;
import io.traceo.workflows.contract.WorkflowIds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Rollouts of capacity on one real lab: Temporal, workers, an API server with its controllers. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RolloutIT {
  private static final int NET = 96;

  @TempDir static Path home;

  private static TestLab lab;
  private static KubernetesClient admin;
  private static Autoscalers autoscalers;

  @BeforeAll
  static void up() throws Exception {
    lab =
        new TestLab(
            home,
            NET,
            Map.of("hold: 60s", "hold: 1s", "ready: {limit: 10m", "ready: {limit: 12s"),
            "na");
    if (lab.parts().kubernetes().pids().isEmpty()) {
      Counterparts.lacks("kubernetes");
      Assumptions.abort("no Kubernetes API server");
    }
    admin = lab.parts().kubernetes().admin();
    autoscalers = new Autoscalers(admin);
  }

  @AfterAll
  static void down() {
    if (admin != null) {
      admin.close();
    }
    if (lab != null) {
      lab.close();
    }
  }

  /** The leader's floor is the smallest, and it is last all the same. */
  private static Map<String, Object> request(int least, String field, Object value) {
    Map<String, Object> sizes = new LinkedHashMap<>();
    sizes.put(EAST, Map.of("minimum", least, "maximum", 20));
    sizes.put(WEST1, Map.of("minimum", least + 1, "maximum", 30));
    sizes.put(WEST2, Map.of("minimum", least + 2, "maximum", 40));
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("group", "na");
    request.put("sizes", sizes);
    request.put(field, value);
    return request;
  }

  private static WorkflowStub begin(Map<String, Object> request) {
    return lab.begin("CapacityRollout", WorkflowIds.capacityRollout("na"), request);
  }

  private static CapacityRolloutReport end(WorkflowStub run) throws Exception {
    return run.getResult(2, TimeUnit.MINUTES, CapacityRolloutReport.class);
  }

  private static RolloutStatus status(WorkflowStub run) {
    return run.query("status", RolloutStatus.class);
  }

  private static Receipt update(WorkflowStub run, String name) {
    return run.startUpdate(
            UpdateOptions.newBuilder(Receipt.class)
                .setUpdateName(name)
                .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                .build(),
            new RunOrder("ann", "lunch"))
        .getResult();
  }

  private static CapacityRolloutReport kept(WorkflowStub run) throws Exception {
    String path = status(run).reportPath();
    assertThat(path).isNotNull();
    String id = Path.of(path).getFileName().toString().replace(".json", "");
    return ((KeptReport.OfRollout)
            new ReportStore(home.resolve("reports")).load(id, new ArrayList<>()))
        .content();
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    Eventually.within(
        60, () -> what + ": " + lab.status("na") + "\n" + autoscalers.states(), condition);
  }

  private static void assertFree() {
    assertThat(lab.status("na").grant()).isNull();
  }

  @Test
  @Order(1)
  void aDryRunChangesNothing() throws Exception {
    Map<String, String> before = autoscalers.states();
    CapacityRolloutReport report = end(begin(request(4, "dryRun", true)));
    assertThat(report.verdict()).as("%s", report).isEqualTo("PLANNED");
    assertThat(report.regions())
        .extracting(RolloutRegion::region)
        .containsExactly(WEST1, WEST2, EAST);
    assertThat(report.regions().get(0).differences())
        .anyMatch(d -> d.contains("metrics_ingested_per_second 100k"));
    assertThat(report.simulated()).contains("pods: marked ready by the lab, no kubelet");
    assertThat(autoscalers.states()).isEqualTo(before);
    assertThat(autoscalers.of(WEST1).getMetadata().getAnnotations())
        .doesNotContainKey("traceo.io/capacity");
    assertFree();
  }

  @Test
  @Order(2)
  void whatSomebodyElseManagesIsNotTakenOverWithoutForce() throws Exception {
    autoscalers.somebodySetsMaximum(WEST2, 33);
    Map<String, String> before = autoscalers.states();
    CapacityRolloutReport report = end(begin(request(4, "force", false)));
    assertThat(report.verdict()).as("%s", report).isEqualTo("REFUSED");
    assertThat(report.reason())
        .contains("us-west-2: .spec.maxReplicas is managed by somebody", "with force");
    assertThat(autoscalers.states()).isEqualTo(before);
    assertFree();
  }

  @Test
  @Order(3)
  void podsThatDoNotGetReadyInTheSecondBatchTakeEveryRegionBack() throws Exception {
    Map<String, String> before = autoscalers.states();
    LimitRange noMorePods = noMorePods(WEST2);
    CapacityRolloutReport report = end(begin(request(4, "force", true)));
    admin.resource(noMorePods).delete();
    assertThat(report.verdict()).as("%s", report).isEqualTo("ROLLED_BACK");
    assertThat(report.reason()).contains("ready 2 was not done within 12000 ms");
    assertThat(report.regions())
        .extracting(RolloutRegion::state)
        .containsExactly(State.TAKEN_BACK, State.TAKEN_BACK, State.PLANNED);
    assertThat(autoscalers.states()).isEqualTo(before);
    assertFree();
  }

  /** The API server takes no pod without a request for processor time; the workload's have none. */
  private static LimitRange noMorePods(String region) throws Exception {
    LimitRange limit =
        admin
            .resource(
                new LimitRangeBuilder()
                    .withNewMetadata()
                    .withNamespace(region)
                    .withName("no-more-pods")
                    .endMetadata()
                    .withNewSpec()
                    .addNewLimit()
                    .withType("Pod")
                    .addToMin("cpu", new Quantity("1"))
                    .endLimit()
                    .endSpec()
                    .build())
            .create();
    await("pods are still taken", () -> !takesPods(region));
    return limit;
  }

  private static boolean takesPods(String region) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(region)
            .withName("trial")
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("c")
            .withImage("traceo.lab/trial")
            .endContainer()
            .endSpec()
            .build();
    try {
      Pod unused = admin.resource(pod).dryRun().create();
      return true;
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  @Test
  @Order(4)
  void aCancelledRolloutTakesBackWhatItTouched() throws Exception {
    Map<String, String> before = autoscalers.states();
    WorkflowStub run = begin(request(4, "force", true));
    await("first batch", () -> autoscalers.size(WEST1).equals("5 to 30"));
    run.cancel();
    assertThatThrownBy(() -> end(run)).isInstanceOf(WorkflowFailedException.class);
    CapacityRolloutReport report = kept(run);
    assertThat(report.verdict()).as("%s", report).isEqualTo("ROLLED_BACK");
    assertThat(report.reason()).isEqualTo("it was cancelled");
    assertThat(autoscalers.states()).isEqualTo(before);
    assertFree();
  }

  @Test
  @Order(5)
  void everyRegionIsChangedInItsBatchAndOneThatIsPausedGoesOnOnlyWhenResumed() throws Exception {
    WorkflowStub run = begin(request(4, "force", true));
    await("first batch", () -> status(run).phase().equals("batch 1 of 3"));
    assertThat(update(run, "pause").detail()).isEqualTo("paused: no further batch begins");
    String before = autoscalers.state(WEST2);
    await("held", () -> status(run).phase().equals("before batch 2 of 3"));
    assertThat(status(run).paused()).isEqualTo("ann: lunch");
    assertThat(autoscalers.size(WEST1)).isEqualTo("5 to 30");
    assertThat(autoscalers.state(WEST2)).isEqualTo(before);
    assertThat(update(run, "resume").detail()).isEqualTo("resumed");

    CapacityRolloutReport report = end(run);
    assertThat(report.verdict()).as("%s", report).isEqualTo("DONE");
    assertThat(report.regions()).extracting(RolloutRegion::state).containsOnly(State.PROVEN);
    assertThat(report.regions()).extracting(RolloutRegion::batch).containsExactly(1, 2, 3);
    assertThat(kept(run)).isEqualTo(report);
    assertThat(autoscalers.size(WEST1)).isEqualTo("5 to 30");
    assertThat(autoscalers.size(WEST2)).isEqualTo("6 to 40");
    assertThat(autoscalers.size(EAST)).isEqualTo("4 to 20");
    assertThat(autoscalers.ready(WEST1)).isGreaterThanOrEqualTo(5);
    assertThat(autoscalers.ready(WEST2)).isGreaterThanOrEqualTo(6);
    assertThat(autoscalers.ready(EAST)).isGreaterThanOrEqualTo(4);
    assertThat(autoscalers.of(EAST).getSpec().getBehavior().getScaleUp().getPolicies())
        .extracting(p -> p.getType() + " " + p.getValue() + " in " + p.getPeriodSeconds())
        .containsExactly("Percent 100 in 15", "Pods 10 in 15");
    assertFree();
  }

  @Test
  @Order(6)
  void aTerminatedRolloutIsTakenBackByTheGroup() throws Exception {
    Map<String, String> before = autoscalers.states();
    WorkflowStub run = begin(request(6, "force", true));
    await("first batch", () -> autoscalers.size(WEST1).equals("7 to 30"));
    run.terminate("as somebody may in the Web UI");
    await("taken back", () -> autoscalers.states().equals(before));
    await("the grant is back", () -> lab.status("na").grant() == null);
    assertThat(lab.status("na").events())
        .anyMatch(e -> e.contains("PAGE capacity-rollout/na ended (TERMINATED) with the grant"));
  }

  @Test
  @Order(7)
  void anOutageEndsARolloutAndItTakesBackBesideTheFailover() throws Exception {
    WorkflowStub run = begin(request(8, "force", true));
    await("first batch", () -> autoscalers.size(WEST1).equals("9 to 30"));
    assertThat(update(run, "pause").outcome()).isEqualTo("DONE");
    lab.parts().faults().inject(new FaultOrder("rollout", EAST, "kill", null, 0));
    assertThatThrownBy(() -> end(run)).isInstanceOf(WorkflowFailedException.class);
    CapacityRolloutReport report = kept(run);
    assertThat(report.verdict()).as("%s", report).isEqualTo("ROLLED_BACK");
    await("the failover", () -> !lab.status("na").leader().equals(EAST));
    if (report.regions().get(0).state() == State.LEFT) {
      // The failover was there first and left an epoch: it stays whole, with all that it was given.
      assertThat(lab.status("na").leader()).isEqualTo(WEST1);
      assertThat(autoscalers.size(WEST1)).isEqualTo("9 to 30");
    } else {
      assertThat(autoscalers.size(WEST1)).isEqualTo("5 to 30");
    }
    assertThat(lab.status("na").events())
        .anyMatch(e -> e.contains("capacity-rollout/na ends and takes back"));
  }
}
