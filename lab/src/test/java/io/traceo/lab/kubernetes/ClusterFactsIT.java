package io.traceo.lab.kubernetes;

import static io.traceo.lab.kubernetes.Regions.EAST;
import static io.traceo.lab.kubernetes.Regions.WEST1;
import static io.traceo.lab.kubernetes.Regions.WEST2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Counterparts;
import io.traceo.activities.cluster.kubernetes.ClusterFacts;
import io.traceo.activities.place.PlaceConfig.ClusterAccess;
import io.traceo.lab.AddressPlan;
import io.traceo.lab.Eventually;
import io.traceo.workflows.capacity.RegionToday;
import io.traceo.workflows.capacity.Size;
import io.traceo.workflows.contract.FailureTypes;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plan reads of a real API server, with a region's own right and with a wider one. */
class ClusterFactsIT {
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
    regions = new Regions(165, folder, binaries);
    admin = regions.kubernetes.admin();
  }

  @AfterAll
  static void down() throws Exception {
    if (regions != null) {
      admin.close();
      regions.close();
    }
  }

  private static ClusterAccess access(String region) {
    return regions.kubernetes.access(AddressPlan.CONTROL, regions.group).get(region);
  }

  private static RegionToday today(String region, ClusterAccess access) {
    return new ClusterFacts(Regions.config(Map.of(region, access))).today("na", region);
  }

  private static ClusterAccess changed(ClusterAccess of, String server, String token, String ns) {
    return new ClusterAccess(server, of.caFile(), token, ns, of.deployment(), of.hpa());
  }

  @Test
  void aRegionsOwnRightReadsWorkloadAndQuotasAndSaysThatNodesAreNotIts() {
    RegionToday today = today(EAST, access(EAST));
    assertThat(today.replicas()).isEqualTo(3);
    assertThat(today.autoscaler()).isEqualTo(new Size(3, 10));
    assertThat(today.pod()).isEqualTo("CPU 0.5, memory 1024 MiB");
    assertThat(today.quota().known()).isTrue();
    assertThat(today.quota().replicas()).isNull();
    assertThat(today.nodes().known()).isFalse();
    assertThat(today.unknowns()).containsExactly("the token may not list nodes");
  }

  @Test
  void quotasAndNodesAreCounted() throws Exception {
    Eventually.within(30, "a pod of us-west-2", () -> regions.state(WEST2).ready() >= 1);
    node("one", "4", "{}");
    node("two", "2", "{}");
    node("cordoned", "64", "{\"unschedulable\": true}");
    node("tainted", "64", "{\"taints\": [{\"key\": \"gpu\", \"effect\": \"NoSchedule\"}]}");
    create(
        """
        {"metadata": {"namespace": "us-west-1", "name": "other"}, "spec": {"nodeName": "one",
         "containers": [{"name": "c", "image": "i", "resources": {"requests": {"cpu": "1"}}}]}}
        """,
        Pod.class);
    ResourceQuota quota =
        create(
            """
            {"metadata": {"namespace": "us-west-2", "name": "compute"},
             "spec": {"hard": {"requests.cpu": "10"}}}
            """,
            ResourceQuota.class);
    // Its controller is not part of the lab: what is used is written as it would.
    quota.setStatus(
        Serialization.unmarshal(
            "{\"hard\": {\"requests.cpu\": \"10\"}, \"used\": {\"requests.cpu\": \"3\"}}",
            io.fabric8.kubernetes.api.model.ResourceQuotaStatus.class));
    ResourceQuota unused = admin.resource(quota).updateStatus();

    ClusterAccess own = access(WEST2);
    String token = "file:" + folder.resolve("secrets").resolve("kubernetes-admin").toAbsolutePath();
    RegionToday today = today(WEST2, changed(own, own.server(), token, own.namespace()));
    assertThat(today.quota().replicas()).isEqualTo(1 + 14);
    assertThat(today.quota().detail()).contains("ResourceQuota compute: 3 of 10 requests.cpu used");
    assertThat(today.nodes().replicas()).isEqualTo(6 + 4);
    assertThat(today.nodes().detail()).contains("2 of 4 nodes schedulable");
    assertThat(today(WEST2, own).quota().replicas()).isEqualTo(15);
  }

  private static void node(String name, String cpu, String spec) {
    Node created =
        create(
            "{\"metadata\": {\"name\": \"%s\"}, \"spec\": %s}".formatted(name, spec), Node.class);
    // A new node is tainted until its controller, which is not here, has seen it ready.
    created.getSpec().getTaints().removeIf(t -> t.getKey().equals("node.kubernetes.io/not-ready"));
    Node untainted = admin.resource(created).update();
    untainted.setStatus(
        Serialization.unmarshal(
            """
            {"allocatable": {"cpu": "%s", "memory": "64Gi", "pods": "110"},
             "conditions": [{"type": "Ready", "status": "True"}]}
            """
                .formatted(cpu),
            io.fabric8.kubernetes.api.model.NodeStatus.class));
    Node unused = admin.resource(untainted).updateStatus();
  }

  private static <T extends HasMetadata> T create(String json, Class<T> type) {
    return admin.resource(Serialization.unmarshal(json, type)).create();
  }

  @Test
  void aForbiddenNamespaceNamesRegionAndNamespace() {
    ClusterAccess own = access(WEST1);
    assertThatThrownBy(() -> today(WEST1, changed(own, own.server(), own.tokenRef(), WEST2)))
        .hasMessageContaining("cluster of us-west-1")
        .hasMessageContaining("us-west-2")
        .satisfies(e -> isType(e, FailureTypes.FORBIDDEN));
  }

  @Test
  void aClusterThatIsNotThereNamesTheRegion() {
    ClusterAccess own = access(WEST1);
    String nowhere = "https://127.165.9.9:1";
    assertThatThrownBy(() -> today(WEST1, changed(own, nowhere, own.tokenRef(), WEST1)))
        .hasMessageContaining("cluster of us-west-1")
        .satisfies(e -> isType(e, FailureTypes.UNREACHABLE));
  }

  @Test
  void aWorkloadThatIsNotThereNamesRegionAndObject() {
    ClusterAccess own = access(WEST1);
    ClusterAccess other =
        new ClusterAccess(
            own.server(), own.caFile(), own.tokenRef(), WEST1, own.deployment(), null);
    assertThat(today(WEST1, other).autoscaler()).isNull();
    admin.apps().deployments().inNamespace(WEST1).withName(own.deployment()).delete();
    assertThatThrownBy(() -> today(WEST1, own))
        .hasMessageContaining("us-west-1: Deployment us-west-1/ingestion-na is not there")
        .satisfies(e -> isType(e, FailureTypes.CONFLICT));
  }

  private static void isType(Throwable e, String type) {
    assertThat(e)
        .isInstanceOfSatisfying(
            ApplicationFailure.class, f -> assertThat(f.getType()).isEqualTo(type));
  }
}
