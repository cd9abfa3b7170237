package io.traceo.activities.cluster.kubernetes;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.traceo.workflows.capacity.RegionToday.Room;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How many replicas fit on the nodes that are there: what each node can allocate, less what other
 * pods on it request. A node counts when it is ready, not cordoned, has the labels that the pods
 * select, and no taint that they don't tolerate. Affinity and spreading are not looked at. Pure.
 *
 * @param pods of the whole cluster; null when they are not known: the answer is an upper bound then
 */
record NodeRoom(List<Node> nodes, @Nullable List<Pod> pods, Deployment deployment, PodRequest pod) {

  Room room() {
    if (nodes.isEmpty()) {
      return Room.unknown("the cluster lists no nodes");
    }
    List<Node> usable = nodes.stream().filter(this::takesOurs).toList();
    long fit = usable.stream().mapToLong(this::fit).sum();
    String detail =
        "%d of %d nodes schedulable, a pod requests %s%s"
            .formatted(
                usable.size(),
                nodes.size(),
                pod,
                pods == null
                    ? "; an upper bound, since what other pods request can't be read"
                    : "");
    return Room.of((int) Math.min(Integer.MAX_VALUE, fit), detail);
  }

  private PodSpec template() {
    return deployment.getSpec().getTemplate().getSpec();
  }

  private boolean takesOurs(Node node) {
    boolean cordoned = Boolean.TRUE.equals(node.getSpec().getUnschedulable());
    boolean ready =
        node.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
    Map<String, String> wanted = template().getNodeSelector();
    Map<String, String> labels = node.getMetadata().getLabels();
    boolean selected =
        wanted == null
            || wanted.isEmpty()
            || (labels != null && labels.entrySet().containsAll(wanted.entrySet()));
    return !cordoned
        && ready
        && selected
        && node.getSpec().getTaints().stream().allMatch(this::tolerated);
  }

  private boolean tolerated(Taint taint) {
    return taint.getEffect().equals("PreferNoSchedule")
        || template().getTolerations().stream().anyMatch(t -> tolerates(t, taint));
  }

  private static boolean tolerates(Toleration toleration, Taint taint) {
    boolean effect =
        toleration.getEffect() == null || toleration.getEffect().equals(taint.getEffect());
    boolean key = toleration.getKey() == null || toleration.getKey().equals(taint.getKey());
    boolean value =
        "Exists".equals(toleration.getOperator())
            || Objects.equals(
                Objects.requireNonNullElse(toleration.getValue(), ""),
                Objects.requireNonNullElse(taint.getValue(), ""));
    return effect && key && value;
  }

  private long fit(Node node) {
    Map<String, Quantity> whole = node.getStatus().getAllocatable();
    BigDecimal cpu = PodRequest.quantity(whole, "cpu");
    BigDecimal memory = PodRequest.quantity(whole, "memory");
    BigDecimal count = PodRequest.quantity(whole, "pods");
    for (Pod other : pods == null ? List.<Pod>of() : pods) {
      if (node.getMetadata().getName().equals(other.getSpec().getNodeName()) && !ours(other)) {
        PodRequest request = PodRequest.of(other.getSpec());
        cpu = cpu.subtract(request.cpu());
        memory = memory.subtract(request.memory());
        count = count.subtract(BigDecimal.ONE);
      }
    }
    return Math.min(
        PodRequest.fit(count, BigDecimal.ONE),
        Math.min(PodRequest.fit(cpu, pod.cpu()), PodRequest.fit(memory, pod.memory())));
  }

  private boolean ours(Pod other) {
    Map<String, String> selector = deployment.getSpec().getSelector().getMatchLabels();
    Map<String, String> labels = other.getMetadata().getLabels();
    return other.getMetadata().getNamespace().equals(deployment.getMetadata().getNamespace())
        && selector != null
        && !selector.isEmpty()
        && labels != null
        && labels.entrySet().containsAll(selector.entrySet());
  }
}
