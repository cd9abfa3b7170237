package io.traceo.activities.cluster.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;

/**
 * What the scheduler and quotas count for one pod: the sum of its containers, or its largest first
 * container where that is more; a limit stands for a request that is not set. Pure.
 *
 * @param cpu cores requested; zero when none are
 * @param memory bytes requested; zero when none are
 * @param cpuLimit cores at most; zero without a limit
 * @param memoryLimit bytes at most; zero without a limit
 */
record PodRequest(BigDecimal cpu, BigDecimal memory, BigDecimal cpuLimit, BigDecimal memoryLimit) {

  static PodRequest of(PodSpec spec) {
    return new PodRequest(
        amount(spec, "cpu", true),
        amount(spec, "memory", true),
        amount(spec, "cpu", false),
        amount(spec, "memory", false));
  }

  private static BigDecimal amount(PodSpec spec, String resource, boolean request) {
    BigDecimal running = BigDecimal.ZERO;
    BigDecimal first = BigDecimal.ZERO;
    for (Container container : spec.getContainers()) {
      running = running.add(amount(container, resource, request));
    }
    for (Container container : spec.getInitContainers()) {
      BigDecimal own = amount(container, resource, request);
      if ("Always".equals(container.getRestartPolicy())) {
        running = running.add(own);
      } else {
        first = first.max(own);
      }
    }
    return running.max(first).add(quantity(spec.getOverhead(), resource));
  }

  private static BigDecimal amount(Container container, String resource, boolean request) {
    if (container.getResources() == null) {
      return BigDecimal.ZERO;
    }
    BigDecimal limit = quantity(container.getResources().getLimits(), resource);
    BigDecimal asked = quantity(container.getResources().getRequests(), resource);
    return request && asked.signum() > 0 ? asked : limit;
  }

  static BigDecimal quantity(Map<String, Quantity> amounts, String resource) {
    Quantity found = amounts == null ? null : amounts.get(resource);
    return found == null ? BigDecimal.ZERO : found.getNumericalAmount();
  }

  /** Whether the scheduler has anything to count but the pod itself. */
  boolean asksForSomething() {
    return cpu.signum() > 0 || memory.signum() > 0;
  }

  /** How many of this size fit; a size of zero is no limit. */
  static long fit(BigDecimal room, BigDecimal each) {
    if (each.signum() == 0) {
      return Long.MAX_VALUE;
    }
    return Math.max(0, room.divide(each, 0, RoundingMode.FLOOR).longValue());
  }

  @Override
  public String toString() {
    if (!asksForSomething()) {
      return "neither CPU nor memory";
    }
    return String.join(
        ", ",
        List.of(
            "CPU " + cpu.stripTrailingZeros().toPlainString(),
            "memory "
                + memory
                    .divide(BigDecimal.valueOf(1 << 20), 0, RoundingMode.HALF_UP)
                    .toPlainString()
                + " MiB"));
  }
}
