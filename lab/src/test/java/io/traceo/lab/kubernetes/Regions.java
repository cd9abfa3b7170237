package io.traceo.lab.kubernetes;

import io.traceo.activities.cluster.kubernetes.CapacityRollouts;
import io.traceo.activities.cluster.kubernetes.KubernetesClusters;
import io.traceo.activities.place.Endpoint;
import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfig.ClusterAccess;
import io.traceo.activities.place.PlaceConfig.DnsAccess;
import io.traceo.activities.place.PlaceConfig.GroupAccess;
import io.traceo.activities.topology.Configuration;
import io.traceo.lab.AddressPlan;
import io.traceo.lab.link.Door;
import io.traceo.lab.link.LinkNetwork;
import io.traceo.lab.postgres.Secrets;
import io.traceo.workflows.activity.CapacityActivities;
import io.traceo.workflows.activity.ClusterActivities;
import io.traceo.workflows.activity.ClusterActivities.WorkloadChange;
import io.traceo.workflows.activity.ClusterActivities.WorkloadQuery;
import io.traceo.workflows.activity.ClusterActivities.WorkloadState;
import io.traceo.workflows.topology.ReplicationGroup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The lab's Kubernetes with links and doors, and the activities as control does them. */
final class Regions implements AutoCloseable {
  static final String EAST = "us-east-1";
  static final String WEST2 = "us-west-2";
  static final String WEST1 = "us-west-1";

  final AddressPlan plan;
  final ReplicationGroup group;
  final LinkNetwork links;
  final LabKubernetes kubernetes;
  final ClusterActivities control;
  private final List<Door> doors = new ArrayList<>();

  Regions(int net, Path folder, Optional<KubernetesBinaries> binaries) throws Exception {
    Path runbooks = Path.of("..", "runbooks");
    group =
        Configuration.load(runbooks.resolve("topology.yaml"), runbooks)
            .topology()
            .group("na")
            .orElseThrow();
    plan = new AddressPlan(net, group.members());
    links = new LinkNetwork(plan);
    Path secrets = Files.createDirectories(folder.resolve("secrets"));
    kubernetes = LabKubernetes.start(plan, List.of(group), folder, new Secrets(secrets), binaries);
    for (String region : group.members()) {
      links.open(AddressPlan.CONTROL, region, AddressPlan.KUBERNETES_PORT);
      ClusterAccess own = kubernetes.access(region, group).get(region);
      doors.add(ClusterDoors.open(plan.insideAddress(region), own));
    }
    kubernetes.awaitReady();
    control = activities(kubernetes.access(AddressPlan.CONTROL, group));
  }

  static ClusterActivities activities(Map<String, ClusterAccess> clusters) {
    return new KubernetesClusters(config(clusters));
  }

  /** The steps of rollouts as control does them. */
  CapacityActivities rollouts() {
    return new CapacityRollouts(config(kubernetes.access(AddressPlan.CONTROL, group)));
  }

  static PlaceConfig config(Map<String, ClusterAccess> clusters) {
    DnsAccess none =
        new DnsAccess("rfc2136", new Endpoint("h", 1), "", "", "", List.of(), Map.of());
    return new PlaceConfig(
        "control",
        "t",
        "r",
        Map.of("na", new GroupAccess(Map.of(), none, Map.of(), clusters, null)),
        List.of(),
        "reports");
  }

  WorkloadState state(String region) {
    return control.survey(new WorkloadQuery("na", List.of(region))).workloads().get(0);
  }

  static WorkloadChange change(String region, long epoch) {
    return new WorkloadChange("na", region, epoch);
  }

  @Override
  public void close() throws Exception {
    for (Door door : doors) {
      door.close();
    }
    links.close();
    kubernetes.close();
  }
}
