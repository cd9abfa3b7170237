package io.traceo.activities.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.traceo.workflows.capacity.RegionToday.Room;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How far a workload can grow, from objects as an API server gives them. */
class GrowthRoomTest {
  private static final Deployment DEPLOYMENT =
      Serialization.unmarshal(
          """
          {"metadata": {"namespace": "ns", "name": "ingestion"},
           "spec": {"selector": {"matchLabels": {"app": "ingestion"}}, "template": {"spec": {
             "nodeSelector": {"pool": "big"},
             "tolerations": [{"key": "pool", "operator": "Equal", "value": "big", "effect": "NoSchedule"}],
             "initContainers": [{"name": "i", "resources": {"requests": {"memory": "3Gi"}}},
               {"name": "sidecar", "restartPolicy": "Always", "resources": {"requests": {"cpu": "250m"}}}],
             "containers": [{"name": "a", "resources": {"requests": {"cpu": "500m", "memory": "1Gi"},
                                                        "limits": {"cpu": "2", "memory": "1Gi"}}},
               {"name": "b", "resources": {"limits": {"cpu": "250m", "memory": "1Gi"}}}]}}}}
          """,
          Deployment.class);
  private static final PodRequest POD = PodRequest.of(DEPLOYMENT.getSpec().getTemplate().getSpec());

  private static Node node(String name, String spec, String ready) {
    return Serialization.unmarshal(
        """
        {"metadata": {"name": "%s", "labels": {"pool": "big"}}, "spec": %s,
         "status": {"allocatable": {"cpu": "4", "memory": "16Gi", "pods": "110"},
                    "conditions": [{"type": "Ready", "status": "%s"}]}}
        """
            .formatted(name, spec, ready),
        Node.class);
  }

  private static Pod pod(String app, String node) {
    return Serialization.unmarshal(
        """
        {"metadata": {"namespace": "ns", "name": "p", "labels": {"app": "%s"}},
         "spec": {"nodeName": "%s", "containers": [{"name": "c", "resources": {"requests": {"cpu": "1500m"}}}]}}
        """
            .formatted(app, node),
        Pod.class);
  }

  private static ResourceQuota quota(String spec, String used) {
    return Serialization.unmarshal(
        "{\"metadata\": {\"name\": \"q\"}, \"spec\": %s, \"status\": {\"used\": %s}}"
            .formatted(spec, used),
        ResourceQuota.class);
  }

  private static Room nodes(List<Pod> pods, Node... nodes) {
    return new NodeRoom(List.of(nodes), pods, DEPLOYMENT, POD).room();
  }

  private static Room quotas(ResourceQuota... quotas) {
    return new QuotaRoom(List.of(quotas), POD, 4).room();
  }

  @Test
  void aPodCountsItsContainersAndSidecarsOrItsLargestFirstOne() {
    // 500m and 250m by limit, and the sidecar; memory: 2Gi run, 3Gi are needed to begin.
    assertThat(POD.toString()).isEqualTo("CPU 1, memory 3072 MiB");
    assertThat(POD.cpuLimit()).isEqualByComparingTo("2.25");
  }

  @Test
  void nodesHoldWhatOthersLeave() {
    Room room =
        nodes(
            List.of(pod("other", "a"), pod("ingestion", "a"), pod("other", "gone")),
            node("a", "{}", "True"),
            node("b", "{}", "True"));
    // 2.5 of 4 cores are left on a, 4 on b; a pod of our own is counted in the total already.
    assertThat(room.replicas()).isEqualTo(2 + 4);
    assertThat(room.detail()).contains("2 of 2 nodes schedulable", "CPU 1");
  }

  @Test
  void nodesThatTakeNoneOfOursDoNotCount() {
    Node elsewhere = node("e", "{}", "True");
    elsewhere.getMetadata().getLabels().put("pool", "small");
    Room room =
        nodes(
            List.of(),
            node("cordoned", "{\"unschedulable\": true}", "True"),
            node("away", "{}", "Unknown"),
            node(
                "tainted",
                "{\"taints\": [{\"key\": \"gpu\", \"effect\": \"NoSchedule\"}]}",
                "True"),
            node(
                "tolerated",
                "{\"taints\": [{\"key\": \"pool\", \"value\": \"big\", \"effect\": \"NoSchedule\"}]}",
                "True"),
            node(
                "preferred",
                "{\"taints\": [{\"key\": \"gpu\", \"effect\": \"PreferNoSchedule\"}]}",
                "True"),
            elsewhere);
    assertThat(room.replicas()).isEqualTo(8);
    assertThat(room.detail()).contains("2 of 6 nodes");
  }

  @Test
  void whatCannotBeReadIsSaid() {
    assertThat(nodes(null, node("a", "{}", "True")).detail()).contains("an upper bound");
    assertThat(nodes(List.of()).known()).isFalse();
  }

  @Test
  void theSmallestQuotaCounts() {
    Room room =
        quotas(
            quota("{\"hard\": {\"pods\": \"100\", \"services\": \"1\"}}", "{\"pods\": \"4\"}"),
            quota(
                "{\"hard\": {\"requests.cpu\": \"10\", \"limits.memory\": \"99Gi\"}}",
                "{\"requests.cpu\": \"4500m\"}"));
    assertThat(room.replicas()).isEqualTo(4 + 5);
    assertThat(room.detail())
        .isEqualTo("ResourceQuota q: 4.5 of 10 requests.cpu used, a pod counts 1");
  }

  @Test
  void aQuotaThatIsUsedUpLeavesWhatIsThere() {
    assertThat(quotas(quota("{\"hard\": {\"pods\": \"4\"}}", "{\"pods\": \"9\"}")).replicas())
        .isEqualTo(4);
  }

  @Test
  void noQuotaIsNoLimitAndOneWithScopesIsNamed() {
    Room none = quotas();
    assertThat(none.replicas()).isNull();
    assertThat(none.known()).isTrue();
    Room scoped =
        quotas(quota("{\"hard\": {\"pods\": \"1\"}, \"scopes\": [\"BestEffort\"]}", "{}"));
    assertThat(scoped.replicas()).isNull();
    assertThat(scoped.detail()).contains("not counted, since it has scopes: q");
  }
}
