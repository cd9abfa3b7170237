package io.traceo.activities.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.MockWebServer;
import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.place.Endpoint;
import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfig.ClusterAccess;
import io.traceo.activities.place.PlaceConfig.DnsAccess;
import io.traceo.activities.place.PlaceConfig.GroupAccess;
import io.traceo.workflows.activity.ClusterActivities.WorkloadChange;
import io.traceo.workflows.activity.ClusterActivities.WorkloadQuery;
import io.traceo.workflows.activity.ClusterActivities.WorkloadState;
import io.traceo.workflows.contract.FailureTypes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The steps against fabric8's own server in memory, which keeps resource versions. */
@EnableKubernetesMockClient(crud = true, https = false)
class KubernetesClustersTest {
  private static final String EAST = "us-east-1";
  private static final String WEST = "us-west-2";
  private static final String GONE = "us-west-1";

  KubernetesMockServer server;
  KubernetesClient client;
  private KubernetesClusters clusters;

  // It says every request; the name alone would let the logger go.
  private static final Logger LOG = Logger.getLogger(MockWebServer.class.getName());

  @BeforeAll
  static void beQuiet() {
    LOG.setLevel(Level.WARNING);
  }

  @BeforeEach
  void make() {
    String url = server.url("/");
    create(EAST, 3);
    create(WEST, 1);
    clusters =
        new KubernetesClusters(
            new PlaceConfig(
                "control",
                "t",
                "r",
                Map.of(
                    "na",
                    new GroupAccess(
                        Map.of(),
                        new DnsAccess(
                            "rfc2136", new Endpoint("h", 1), "k", "a", "r", List.of(), Map.of()),
                        Map.of(),
                        Map.of(
                            EAST, access(url, EAST),
                            WEST, access(url, WEST),
                            GONE, access("http://127.0.0.1:1/", GONE)),
                        null)),
                List.of(),
                "reports"));
  }

  private static ClusterAccess access(String url, String namespace) {
    return new ClusterAccess(url, null, null, namespace, "ingestion", "ingestion");
  }

  private void create(String namespace, int size) {
    client
        .resource(
            new DeploymentBuilder()
                .withNewMetadata()
                .withName("ingestion")
                .withNamespace(namespace)
                .addToAnnotations(Sized.LEADING_SIZE, "3")
                .endMetadata()
                .withNewSpec()
                .withReplicas(size)
                .endSpec()
                .build())
        .create();
    client
        .resource(
            new HorizontalPodAutoscalerBuilder()
                .withNewMetadata()
                .withName("ingestion")
                .withNamespace(namespace)
                .addToAnnotations(Sized.LEADING_SIZE, "3")
                .endMetadata()
                .withNewSpec()
                .withMinReplicas(size)
                .withMaxReplicas(10)
                .endSpec()
                .build())
        .create();
  }

  private WorkloadState state(String region) {
    return clusters.survey(new WorkloadQuery("na", List.of(region))).workloads().get(0);
  }

  private static WorkloadChange change(String region, long epoch) {
    return new WorkloadChange("na", region, epoch);
  }

  @Test
  void theOldLeaderGoesToZeroAndTheNewOneGrowsWithItsFloor() {
    assertThat(clusters.scaleDown(change(EAST, 2)).outcome()).isEqualTo("DONE");
    assertThat(clusters.scaleUp(change(WEST, 2)).detail())
        .contains("replicas 1 to 3, floor 1 to 3");
    assertThat(state(EAST)).isEqualTo(new WorkloadState(EAST, true, 0, 0, 3, 2, null));
    assertThat(state(WEST)).isEqualTo(new WorkloadState(WEST, true, 3, 0, 3, 2, null));
  }

  @Test
  void askedAgainNothingIsWritten() {
    clusters.scaleDown(change(EAST, 2));
    clusters.scaleUp(change(WEST, 2));
    String version = deployment(EAST).getMetadata().getResourceVersion();
    assertThat(clusters.scaleDown(change(EAST, 2)).outcome()).isEqualTo("ALREADY");
    assertThat(clusters.scaleUp(change(WEST, 2)).outcome()).isEqualTo("ALREADY");
    assertThat(deployment(EAST).getMetadata().getResourceVersion()).isEqualTo(version);
  }

  @Test
  void theWayBackGivesBothWhatTheyHad() {
    clusters.scaleDown(change(EAST, 2));
    clusters.scaleUp(change(WEST, 2));
    assertThat(clusters.settle(change(EAST, 2)).outcome()).isEqualTo("ALREADY");
    clusters.scaleDown(change(WEST, 3));
    clusters.scaleUp(change(EAST, 3));
    clusters.settle(change(WEST, 3));
    assertThat(state(EAST)).isEqualTo(new WorkloadState(EAST, true, 3, 0, 3, 3, null));
    assertThat(state(WEST)).isEqualTo(new WorkloadState(WEST, true, 1, 0, 1, 3, null));
    assertThat(deployment(EAST).getMetadata().getAnnotations())
        .containsOnlyKeys(Sized.EPOCH, Sized.LEADING_SIZE);
  }

  @Test
  void aFenceOfAnAbortedRunIsUndoneAndRefusedAfterwards() {
    clusters.scaleDown(change(EAST, 2));
    clusters.undoScaleDown(change(EAST, 3));
    assertThat(state(EAST)).isEqualTo(new WorkloadState(EAST, true, 3, 0, 3, 3, null));
    assertThatThrownBy(() -> clusters.scaleDown(change(EAST, 2)))
        .satisfies(e -> isType(e, FailureTypes.STALE_EPOCH));
    assertThat(state(EAST).replicas()).isEqualTo(3);
  }

  @Test
  void aLowerEpochIsRefusedOnEitherObject() {
    clusters.scaleUp(change(WEST, 5));
    assertThatThrownBy(() -> clusters.scaleUp(change(WEST, 4)))
        .satisfies(e -> isType(e, FailureTypes.STALE_EPOCH));
    assertThat(state(WEST).epoch()).isEqualTo(5);
  }

  @Test
  void aStaleResourceVersionIsLookedAtAgain() {
    SizedObject<Deployment> object =
        new SizedObject<>(
            "it",
            client,
            client.apps().deployments().inNamespace(EAST).withName("ingestion"),
            new Workload.Replicas());
    AtomicInteger looks = new AtomicInteger();
    var change =
        object.change(
            sized -> {
              if (looks.incrementAndGet() == 1) {
                // Somebody else writes between our look and our change.
                client.apps().deployments().inNamespace(EAST).withName("ingestion").scale(5);
              }
              return sized.fenced(2);
            });
    assertThat(looks).hasValue(2);
    assertThat(change.from()).isEqualTo(5);
    assertThat(deployment(EAST).getMetadata().getAnnotations())
        .containsEntry(Sized.BEFORE_FENCE, "5");
  }

  @Test
  void aClusterThatDoesNotAnswerIsReportedByTheSurveyAndRetriedByTheRest() {
    WorkloadState gone = state(GONE);
    assertThat(gone.reachable()).isFalse();
    assertThat(gone.problem()).isNotBlank();
    assertThatThrownBy(() -> clusters.scaleDown(change(GONE, 2)))
        .satisfies(e -> isType(e, FailureTypes.UNREACHABLE));
  }

  @Test
  void anObjectThatIsNotThereIsNamed() {
    client.apps().deployments().inNamespace(EAST).withName("ingestion").delete();
    assertThatThrownBy(() -> clusters.scaleDown(change(EAST, 2)))
        .hasMessageContaining("Deployment us-east-1/ingestion")
        .satisfies(e -> isType(e, FailureTypes.CONFLICT));
  }

  @Test
  void whatTheServerRefusesIsToldApart() {
    Map<Integer, String> types =
        Map.of(
            401, FailureTypes.FORBIDDEN,
            403, FailureTypes.FORBIDDEN,
            422, FailureTypes.INVALID_REQUEST,
            429, FailureTypes.NOT_READY,
            503, FailureTypes.NOT_READY);
    types.forEach(
        (code, type) ->
            isType(
                ClusterFailures.translate(EAST, new KubernetesClientException("no", code, null)),
                type));
  }

  private Deployment deployment(String namespace) {
    return client.apps().deployments().inNamespace(namespace).withName("ingestion").get();
  }

  private static void isType(Throwable e, String type) {
    assertThat(e)
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            f -> {
              assertThat(f.getType()).isEqualTo(type);
              assertThat(f.isNonRetryable()).isEqualTo(FailureTypes.FINAL.contains(type));
            });
  }
}
