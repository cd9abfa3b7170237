package io.traceo.lab.kubernetes;

import static io.traceo.lab.kubernetes.Regions.EAST;
import static io.traceo.lab.kubernetes.Regions.WEST1;
import static io.traceo.lab.kubernetes.Regions.WEST2;
import static io.traceo.lab.kubernetes.Regions.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Counterparts;
import io.traceo.activities.place.PlaceConfig.ClusterAccess;
import io.traceo.lab.AddressPlan;
import io.traceo.lab.Eventually;
import io.traceo.workflows.activity.ClusterActivities;
import io.traceo.workflows.contract.FailureTypes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps on a real API server with its controllers, through doors and links. */
class RealKubernetesIT {
  private static final int PATIENCE_SECONDS = 30;

  @TempDir static Path folder;
  private static Regions regions;
  private static KubernetesClient admin;

  @BeforeAll
  static void up() throws Exception {
    Optional<KubernetesBinaries> binaries = KubernetesBinaries.find();
    if (binaries.isEmpty()) {
      Counterparts.lacks("kubernetes");
      Assumptions.abort("no Kubernetes API server");
    }
    long started = System.nanoTime();
    regions = new Regions(93, folder, binaries);
    System.out.println(
        "API server up in " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started) + " ms");
    admin = regions.kubernetes.admin();
  }

  @AfterAll
  static void down() throws Exception {
    if (regions == null) {
      return;
    }
    List<Long> pids = List.copyOf(regions.kubernetes.pids().values());
    regions.kubernetes.pids().forEach((name, pid) -> System.out.println(name + " " + pss(pid)));
    admin.close();
    regions.close();
    assertThat(pids).hasSize(3);
    assertThat(pids).noneMatch(p -> ProcessHandle.of(p).filter(ProcessHandle::isAlive).isPresent());
  }

  private static String pss(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup")).stream()
          .filter(l -> l.startsWith("Pss:"))
          .findFirst()
          .orElse("");
    } catch (java.io.IOException e) {
      return "of unknown size";
    }
  }

  @Test
  void aFailoverAndTheWayBack() throws Exception {
    Eventually.within(
        PATIENCE_SECONDS, "ready at the start", () -> regions.state(EAST).ready() == 3);
    assertThat(regions.control.scaleDown(change(EAST, 2)).outcome()).isEqualTo("DONE");
    assertThat(regions.control.scaleDown(change(EAST, 2)).outcome()).isEqualTo("ALREADY");
    assertThat(regions.control.scaleUp(change(WEST2, 2)).detail())
        .contains("replicas 1 to 3, floor 1 to 3");
    assertThat(regions.control.scaleUp(change(WEST2, 2)).outcome()).isEqualTo("ALREADY");
    Eventually.within(
        PATIENCE_SECONDS,
        "the new leader's pods are ready",
        () -> regions.state(WEST2).ready() == 3);
    Eventually.within(
        PATIENCE_SECONDS, "the old leader's pods are gone", () -> regions.state(EAST).ready() == 0);

    regions.control.scaleDown(change(WEST2, 3));
    regions.control.scaleUp(change(EAST, 3));
    regions.control.settle(change(WEST2, 3));
    assertThat(regions.state(WEST2).replicas()).isEqualTo(1);
    assertThat(regions.state(WEST2).floor()).isEqualTo(1);
    Eventually.within(PATIENCE_SECONDS, "ready again", () -> regions.state(EAST).ready() == 3);
    assertThat(deployment(EAST).getMetadata().getAnnotations())
        .doesNotContainKeys("traceo.io/home", "traceo.io/before-fence");

    assertThatThrownBy(() -> regions.control.scaleDown(change(EAST, 2)))
        .satisfies(e -> isType(e, FailureTypes.STALE_EPOCH));
    assertThat(regions.state(EAST).replicas()).isEqualTo(3);
  }

  @Test
  void theAutoscalerKeepsTheFloorThatWasRaised() throws Exception {
    regions.control.scaleUp(change(WEST1, 2));
    String name = Workloads.name("na");
    Deployment unused = admin.apps().deployments().inNamespace(WEST1).withName(name).scale(1);
    Eventually.within(
        PATIENCE_SECONDS,
        "the autoscaler raises it again",
        () -> regions.state(WEST1).replicas() == 3);
  }

  @Test
  void aRegionsCredentialOpensItsOwnNamespaceAlone() {
    Map<String, ClusterAccess> access =
        regions.kubernetes.access(AddressPlan.CONTROL, regions.group);
    ClusterAccess east = access.get(EAST);
    ClusterAccess west = access.get(WEST1);
    ClusterActivities stolen =
        Regions.activities(
            Map.of(
                EAST,
                new ClusterAccess(
                    east.server(),
                    east.caFile(),
                    west.tokenRef(),
                    east.namespace(),
                    east.deployment(),
                    east.hpa())));
    assertThatThrownBy(() -> stolen.scaleDown(change(EAST, 99)))
        .satisfies(e -> isType(e, FailureTypes.FORBIDDEN));
    ClusterActivities nobody =
        Regions.activities(
            Map.of(
                EAST,
                new ClusterAccess(
                    east.server(), east.caFile(), null, "us-east-1", east.deployment(), null)));
    assertThatThrownBy(() -> nobody.scaleDown(change(EAST, 99)))
        .satisfies(e -> isType(e, FailureTypes.FORBIDDEN));
  }

  /** No region's matter: the API server that is up anyway knows what the operator's accepts. */
  @Test
  void theOperatorsAlertingResourceIsAcceptedAndOldOrMisspeltFieldsAreNot() throws Exception {
    AlertingResource alerting = new AlertingResource(admin);
    alerting.define();
    Eventually.within(PATIENCE_SECONDS, "its API is served", alerting::served);

    assertThat(alerting.refusals(alerting.file())).isEmpty();
    assertThat(alerting.refusals(alerting.file().replace("groupWait: 0s", "groupWaits: 0s")))
        .singleElement()
        .asString()
        .contains("unknown field \"spec.route.groupWaits\"");
    assertThat(alerting.refusals(alerting.file().replace("matchers:", "match:")))
        .hasSize(5)
        .allMatch(refusal -> refusal.contains("unknown field \"spec.route.match\""));
    assertThat(alerting.refusals(alerting.file().replaceAll("routingKey: .*", "serviceKey: key")))
        .isNotEmpty()
        .allMatch(refusal -> refusal.contains("serviceKey"));
  }

  private static Deployment deployment(String region) {
    return admin.apps().deployments().inNamespace(region).withName(Workloads.name("na")).get();
  }

  private static void isType(Throwable e, String type) {
    assertThat(e)
        .isInstanceOfSatisfying(
            ApplicationFailure.class, f -> assertThat(f.getType()).isEqualTo(type));
  }
}
