package io.traceo.activities.cluster.kubernetes;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.traceo.activities.Failures;
import io.traceo.activities.metrics.InstantQuery;
import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfig.ClusterAccess;
import io.traceo.activities.place.PlaceConfig.GroupAccess;
import io.traceo.activities.place.PlaceConfig.PrometheusAccess;
import io.traceo.workflows.activity.CapacityActivities;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.contract.FailureTypes;
import java.util.function.Supplier;

/** {@link CapacityActivities} on the API server of each region's own cluster. Safe to repeat. */
public final class CapacityRollouts implements CapacityActivities {
  private final PlaceConfig config;
  private final ClusterClients clients = new ClusterClients();

  /** Reaches clusters as this place does. */
  public CapacityRollouts(PlaceConfig config) {
    this.config = config;
  }

  @Override
  public Rehearsal rehearse(Change change) {
    return translated(change.region(), () -> rollout(change).rehearse());
  }

  @Override
  public Receipt apply(Application application) {
    Change change = application.change();
    return translated(change.region(), () -> rollout(change).apply(application));
  }

  @Override
  public TakenBack takeBack(Application application) {
    Change change = application.change();
    return translated(change.region(), () -> rollout(change).takeBack(application));
  }

  @Override
  public Readiness readiness(ReadinessQuery query) {
    ClusterAccess access = access(query.group(), query.region());
    KubernetesClient client = clients.of(access);
    return translated(
        query.region(),
        () -> {
          RegionAutoscaler autoscaler = new RegionAutoscaler(query.region(), access, client);
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
                query.region()
                    + ": Deployment "
                    + access.namespace()
                    + "/"
                    + access.deployment()
                    + " is not there: create it, or mend the configuration");
          }
          return new RegionReadiness(deployment, autoscaler.read()).look();
        });
  }

  @Override
  public Reading measure(Measurement measurement) {
    String region = measurement.region();
    ClusterAccess access = access(measurement.group(), region);
    GroupAccess group = config.groups().get(measurement.group());
    PrometheusAccess prometheus = group == null ? null : group.metrics().get(region);
    if (prometheus == null) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          region
              + ": the gate \""
              + measurement.gate().name()
              + "\" needs Prometheus; name it under groups."
              + measurement.group()
              + ".metrics."
              + region
              + ", or remove the gate from capacity.yaml");
    }
    String query =
        measurement
            .gate()
            .query()
            .replace("$region", region)
            .replace("$namespace", access.namespace())
            .replace("$deployment", access.deployment());
    return new Reading(
        new InstantQuery(region, measurement.gate().name(), prometheus).highest(query));
  }

  private HpaRollout rollout(Change change) {
    ClusterAccess access = access(change.group(), change.region());
    return new HpaRollout(
        new RegionAutoscaler(change.region(), access, clients.of(access)),
        new HpaManifest(access, change.size(), change.policy()),
        change);
  }

  private ClusterAccess access(String groupId, String region) {
    GroupAccess group = config.groups().get(groupId);
    ClusterAccess access = group == null ? null : group.clusters().get(region);
    if (access == null) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          config.place() + " has no cluster of " + region + " for " + groupId);
    }
    if (access.hpa() == null) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          region
              + ": no autoscaler is configured; name it under groups."
              + groupId
              + ".clusters."
              + region
              + ".hpa");
    }
    return access;
  }

  private static <R> R translated(String region, Supplier<R> work) {
    try {
      return work.get();
    } catch (KubernetesClientException e) {
      throw ClusterFailures.translate(region, e);
    }
  }
}
