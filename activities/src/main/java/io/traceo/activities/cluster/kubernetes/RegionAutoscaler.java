package io.traceo.activities.cluster.kubernetes;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Failures;
import io.traceo.activities.place.PlaceConfig.ClusterAccess;
import io.traceo.workflows.activity.CapacityActivities.Snapshot;
import io.traceo.workflows.contract.FailureTypes;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One region's autoscaler on its API server: what is read of it, and the two ways to write it. */
final class RegionAutoscaler {
  /** Manager of what is applied. */
  private static final String MANAGER = "traceo-capacity";

  private final String region;
  private final ClusterAccess access;
  private final KubernetesClient client;

  RegionAutoscaler(String region, ClusterAccess access, KubernetesClient client) {
    this.region = region;
    this.access = access;
    this.client = client;
  }

  private String name() {
    return region + ": HorizontalPodAutoscaler " + access.namespace() + "/" + access.hpa();
  }

  HorizontalPodAutoscaler read() {
    HorizontalPodAutoscaler found = find();
    if (found == null) {
      throw conflict("is not there: create it, or mend the configuration");
    }
    return found;
  }

  /** Null when it is not there. */
  @Nullable HorizontalPodAutoscaler find() {
    return client
        .autoscaling()
        .v2()
        .horizontalPodAutoscalers()
        .inNamespace(access.namespace())
        .withName(access.hpa())
        .get();
  }

  /** As the API server would keep it, or keeps it. */
  HorizontalPodAutoscaler apply(HorizontalPodAutoscaler object, boolean dryRun, boolean force) {
    Resource<HorizontalPodAutoscaler> resource = client.resource(object);
    var applied = resource.dryRun(dryRun).fieldManager(MANAGER);
    return force ? applied.forceConflicts().serverSideApply() : applied.serverSideApply();
  }

  /** Writes it whole, if it still has the version that was read. */
  HorizontalPodAutoscaler update(HorizontalPodAutoscaler object) {
    return client.resource(object).update();
  }

  ApplicationFailure conflict(String what) {
    return Failures.of(FailureTypes.CONFLICT, name() + " " + what);
  }

  /** A failover with a higher epoch has acted on it: the rollout is stale. */
  void requireNotNewer(HorizontalPodAutoscaler object, long epoch) {
    long found = sized(object).epoch();
    if (found > epoch) {
      throw Failures.of(
          FailureTypes.STALE_EPOCH,
          name() + " has epoch " + found + ", the rollout began with " + epoch);
    }
  }

  static Sized sized(HorizontalPodAutoscaler object) {
    Integer floor = object.getSpec().getMinReplicas();
    return new Sized(floor == null ? 1 : floor, annotations(object));
  }

  static Map<String, String> annotations(HorizontalPodAutoscaler object) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return annotations == null ? Map.of() : annotations;
  }

  static @Nullable String mark(HorizontalPodAutoscaler object) {
    return annotations(object).get(HpaManifest.MARK);
  }

  static Snapshot snapshot(HorizontalPodAutoscaler object) {
    return new Snapshot(
        object.getMetadata().getUid(),
        mark(object),
        Serialization.asJson(object.getSpec()),
        Serialization.asJson(object.getMetadata().getManagedFields()));
  }

  static HorizontalPodAutoscalerSpec spec(String json) {
    return Serialization.unmarshal(json, HorizontalPodAutoscalerSpec.class);
  }

  static List<ManagedFieldsEntry> managers(String json) {
    return List.of(Serialization.unmarshal(json, ManagedFieldsEntry[].class));
  }
}
