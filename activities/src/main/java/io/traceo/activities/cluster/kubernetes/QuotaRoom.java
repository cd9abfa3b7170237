package io.traceo.activities.cluster.kubernetes;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.traceo.workflows.capacity.RegionToday.Room;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How many replicas the quotas of a namespace allow: those that are there, and as many more as fit
 * into what is not used yet. Pure.
 *
 * @param present pods of the workload, which the quotas have counted already
 */
record QuotaRoom(List<ResourceQuota> quotas, PodRequest pod, int present) {

  Room room() {
    long least = Long.MAX_VALUE;
    String detail = "";
    List<String> scoped = new ArrayList<>();
    for (ResourceQuota quota : quotas) {
      String name = quota.getMetadata().getName();
      if (isScoped(quota)) {
        // Which pods it counts is not known from here.
        scoped.add(name);
        continue;
      }
      for (Map.Entry<String, Quantity> hard : hard(quota).entrySet()) {
        BigDecimal each = each(hard.getKey());
        if (each == null) {
          continue;
        }
        BigDecimal used = PodRequest.quantity(used(quota), hard.getKey());
        BigDecimal most = hard.getValue().getNumericalAmount();
        long allowed = allowed(most.subtract(used), each);
        if (allowed < least) {
          least = allowed;
          detail =
              "ResourceQuota %s: %s of %s %s used, a pod counts %s"
                  .formatted(name, words(used), words(most), hard.getKey(), words(each));
        }
      }
    }
    String aside =
        scoped.isEmpty() ? "" : "; not counted, since it has scopes: " + String.join(", ", scoped);
    return least == Long.MAX_VALUE
        ? Room.free("no ResourceQuota limits it" + aside)
        : Room.of((int) Math.min(Integer.MAX_VALUE, least), detail + aside);
  }

  private long allowed(BigDecimal left, BigDecimal each) {
    long more = PodRequest.fit(left, each);
    return more == Long.MAX_VALUE ? more : present + more;
  }

  /** What a pod counts; null for what pods don't use. */
  private @Nullable BigDecimal each(String resource) {
    return switch (resource) {
      case "pods", "count/pods" -> BigDecimal.ONE;
      case "cpu", "requests.cpu" -> pod.cpu();
      case "memory", "requests.memory" -> pod.memory();
      case "limits.cpu" -> pod.cpuLimit();
      case "limits.memory" -> pod.memoryLimit();
      default -> null;
    };
  }

  private static boolean isScoped(ResourceQuota quota) {
    return quota.getSpec() != null
        && (quota.getSpec().getScopeSelector() != null
            || (quota.getSpec().getScopes() != null && !quota.getSpec().getScopes().isEmpty()));
  }

  private static Map<String, Quantity> hard(ResourceQuota quota) {
    boolean none = quota.getSpec() == null || quota.getSpec().getHard() == null;
    return none ? Map.of() : new TreeMap<>(quota.getSpec().getHard());
  }

  private static Map<String, Quantity> used(ResourceQuota quota) {
    boolean none = quota.getStatus() == null || quota.getStatus().getUsed() == null;
    return none ? Map.of() : quota.getStatus().getUsed();
  }

  private static String words(BigDecimal amount) {
    return amount.stripTrailingZeros().toPlainString();
  }
}
