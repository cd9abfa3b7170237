package io.traceo.lab.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpecBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.SubjectBuilder;
import io.traceo.workflows.topology.ReplicationGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The objects of one group in its regions: namespace, right, Deployment, autoscaler. */
final class Workloads {
  static final Map<String, String> LABEL = Map.of("app", "ingestion");

  /** Replicas and floor of a region that leads, and of one that follows. */
  static final int LEADING = 3;

  static final int FOLLOWING = 1;
  private static final int MOST = 10;

  private Workloads() {}

  static String name(String group) {
    return "ingestion-" + group;
  }

  static List<HasMetadata> of(ReplicationGroup group) {
    List<HasMetadata> objects = new ArrayList<>();
    for (String region : group.members()) {
      objects.add(new NamespaceBuilder().withNewMetadata().withName(region).endMetadata().build());
      objects.addAll(rights(region, name(group.id())));
      int size = region.equals(group.leader()) ? LEADING : FOLLOWING;
      objects.add(deployment(region, name(group.id()), size));
      objects.add(autoscaler(region, name(group.id()), size));
    }
    return objects;
  }

  /**
   * Get and update of these two objects, applying one, and a look at quotas: what Traceo needs of a
   * namespace, and no more. Nodes are the cluster's, and are not its.
   */
  private static List<HasMetadata> rights(String region, String name) {
    return List.of(
        new RoleBuilder()
            .withMetadata(meta(region, name))
            .addNewRule()
            .withApiGroups("apps")
            .withResources("deployments")
            .withResourceNames(name)
            .withVerbs("get", "update")
            .endRule()
            .addNewRule()
            .withApiGroups("autoscaling")
            .withResources("horizontalpodautoscalers")
            .withResourceNames(name)
            .withVerbs("get", "update", "patch")
            .endRule()
            .addNewRule()
            .withApiGroups("")
            .withResources("resourcequotas")
            .withVerbs("list")
            .endRule()
            .build(),
        new RoleBindingBuilder()
            .withMetadata(meta(region, name))
            .withNewRoleRef("rbac.authorization.k8s.io", "Role", name)
            .withSubjects(
                new SubjectBuilder()
                    .withKind("User")
                    .withApiGroup("rbac.authorization.k8s.io")
                    .withName(ClusterTokens.user(region))
                    .build())
            .build());
  }

  private static HasMetadata deployment(String region, String name, int size) {
    return new DeploymentBuilder()
        .withMetadata(sized(region, name))
        .withNewSpec()
        .withReplicas(size)
        .withNewSelector()
        .withMatchLabels(labels(name))
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels(name))
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("ingestion")
        .withImage("traceo.lab/ingestion")
        .withNewResources()
        .addToRequests("cpu", new Quantity("500m"))
        .addToRequests("memory", new Quantity("1Gi"))
        .endResources()
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private static HasMetadata autoscaler(String region, String name, int floor) {
    return new HorizontalPodAutoscalerBuilder()
        .withMetadata(sized(region, name))
        .withNewSpec()
        .withNewScaleTargetRef("apps/v1", "Deployment", name)
        .withMinReplicas(floor)
        .withMaxReplicas(MOST)
        .withMetrics(
            new MetricSpecBuilder()
                .withType("Resource")
                .withNewResource()
                .withName("cpu")
                .withNewTarget()
                .withType("Utilization")
                .withAverageUtilization(70)
                .endTarget()
                .endResource()
                .build())
        .endSpec()
        .build();
  }

  private static Map<String, String> labels(String name) {
    return Map.of("app", "ingestion", "workload", name);
  }

  private static ObjectMeta meta(String region, String name) {
    return new ObjectMetaBuilder().withNamespace(region).withName(name).withLabels(LABEL).build();
  }

  private static ObjectMeta sized(String region, String name) {
    ObjectMeta meta = meta(region, name);
    meta.setAnnotations(Map.of("traceo.io/leading-size", Integer.toString(LEADING)));
    return meta;
  }
}
