package io.traceo.activities.cluster.kubernetes;

import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.traceo.activities.Failures;
import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfig.ClusterAccess;
import io.traceo.activities.place.PlaceConfig.GroupAccess;
import io.traceo.workflows.capacity.RegionToday;
import io.traceo.workflows.capacity.RegionToday.Room;
import io.traceo.workflows.capacity.Size;
import io.traceo.workflows.contract.FailureTypes;
import java.net.HttpURLConnection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a region's cluster has, for plans: read only. Needs {@code get} of Deployment and
 * autoscaler; with {@code list} of {@code resourcequotas} in the namespace, and of {@code nodes}
 * and {@code pods} in the cluster, it also says how far the workload can grow. Safe to repeat.
 */
public final class ClusterFacts {
  private final PlaceConfig config;
  private final ClusterClients clients = new ClusterClients();

  /** Reaches clusters as this place does. */
  public ClusterFacts(PlaceConfig config) {
    this.config = config;
  }

  /**
   * What is there now.
   *
   * @throws io.temporal.failure.ApplicationFailure {@code Unreachable}, {@code NotReady}, {@code
   *     Forbidden}, {@code Conflict} when the workload is not there, or {@code InvalidRequest}
   *     without a cluster in the configuration; naming the region
   */
  public RegionToday today(String group, String region) {
    GroupAccess known = config.groups().get(group);
    ClusterAccess access = known == null ? null : known.clusters().get(region);
    if (access == null) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          config.place() + " has no cluster of " + region + " for " + group);
    }
    try {
      return look(group, region, access, clients.of(access));
    } catch (KubernetesClientException e) {
      throw ClusterFailures.translate(region, e);
    }
  }

  private static RegionToday look(
      String group, String region, ClusterAccess access, KubernetesClient client) {
    Deployment deployment =
        client
            .apps()
            .deployments()
            .inNamespace(access.namespace())
            .withName(access.deployment())
            .get();
    if (deployment == null) {
      throw Failures.of(
          FailureTypes.CONFLICT,
          region
              + ": Deployment "
              + access.namespace()
              + "/"
              + access.deployment()
              + " is not there: create it, or mend the configuration");
    }
    Integer replicas = deployment.getSpec().getReplicas();
    PodRequest pod = PodRequest.of(deployment.getSpec().getTemplate().getSpec());
    return new RegionToday(
        group,
        region,
        replicas == null ? 1 : replicas,
        bounds(new RegionAutoscaler(region, access, client), access),
        pod.toString(),
        quota(access, client, deployment, pod),
        nodes(client, deployment, pod));
  }

  private static @Nullable Size bounds(RegionAutoscaler autoscaler, ClusterAccess access) {
    if (access.hpa() == null) {
      return null;
    }
    HorizontalPodAutoscaler found = autoscaler.read();
    return new Size(RegionAutoscaler.sized(found).size(), found.getSpec().getMaxReplicas());
  }

  private static Room quota(
      ClusterAccess access, KubernetesClient client, Deployment deployment, PodRequest pod) {
    try {
      return new QuotaRoom(
              client.resourceQuotas().inNamespace(access.namespace()).list().getItems(),
              pod,
              present(deployment))
          .room();
    } catch (KubernetesClientException e) {
      return unknownIfForbidden("resourcequotas in " + access.namespace(), e);
    }
  }

  /** Pods that are there, whatever is wanted: they are what a quota has counted. */
  private static int present(Deployment deployment) {
    Integer there = deployment.getStatus() == null ? null : deployment.getStatus().getReplicas();
    return there == null ? 0 : there;
  }

  private static Room nodes(KubernetesClient client, Deployment deployment, PodRequest pod) {
    List<Node> nodes;
    try {
      nodes = client.nodes().list().getItems();
    } catch (KubernetesClientException e) {
      return unknownIfForbidden("nodes", e);
    }
    return new NodeRoom(nodes, others(client), deployment, pod).room();
  }

  /** Pods of the whole cluster that are not over; null when they can't be read. */
  private static @Nullable List<Pod> others(KubernetesClient client) {
    // From the API server's memory: a large cluster need not ask its store for all of them.
    ListOptions cached = new ListOptionsBuilder().withResourceVersion("0").build();
    try {
      return client
          .pods()
          .inAnyNamespace()
          .withoutField("status.phase", "Succeeded")
          .withoutField("status.phase", "Failed")
          .list(cached)
          .getItems();
    } catch (KubernetesClientException e) {
      return null;
    }
  }

  private static Room unknownIfForbidden(String what, KubernetesClientException e) {
    if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
      throw e;
    }
    return Room.unknown("the token may not list " + what);
  }
}
