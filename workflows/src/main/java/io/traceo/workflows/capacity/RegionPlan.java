package io.traceo.workflows.capacity;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One region of a plan.
 *
 * @param leads whether it led its group when the plan was made
 * @param history null when it could not be read
 * @param forecast null without one
 * @param size its share; null while any region has no forecast
 * @param cost per day; null without a size
 * @param today what its cluster has; null when it was not asked, or did not answer
 * @param unasked why it is null
 * @param failed whether the cluster was asked and gave no answer
 * @param problems why it has no forecast, each naming region and field
 */
public record RegionPlan(
    String region,
    String group,
    boolean leads,
    @Nullable DemandHistory history,
    @Nullable RegionForecast forecast,
    @Nullable RegionSize size,
    @Nullable PlanCost cost,
    @Nullable RegionToday today,
    @Nullable String unasked,
    boolean failed,
    List<String> problems) {
  public RegionPlan {
    problems = problems == null ? List.of() : List.copyOf(problems);
  }

  /**
   * Where its own peak with headroom is more than something allows, naming region and field.
   *
   * @param policy whose maximum would have to be raised
   */
  List<String> shortages(PlanPolicy policy) {
    RegionSize own = size;
    if (own == null) {
      return List.of();
    }
    List<String> shortages = new ArrayList<>();
    int maximum = own.size().maximum();
    if (maximum < own.needed()) {
      shortages.add(
          "region %s, field planned maximum: its share of the global maximum of %d is %d replicas, and its peak with headroom needs %d: raise plan.maximumReplicas to %d"
              .formatted(
                  region,
                  policy.maximumReplicas(),
                  maximum,
                  own.needed(),
                  (long) Math.ceil((own.needed() + 1.0) * policy.maximumReplicas() / maximum)));
    }
    RegionToday now = today;
    if (now != null) {
      below("quota", now.quota(), own.needed(), shortages);
      below("nodes", now.nodes(), own.needed(), shortages);
    }
    return shortages;
  }

  private void below(String what, RegionToday.Room room, int needed, List<String> shortages) {
    Integer replicas = room.replicas();
    if (replicas != null && replicas < needed) {
      shortages.add(
          "region %s, field %s: it allows %d replicas (%s), and its peak with headroom needs %d: raise it by %d pods"
              .formatted(region, what, replicas, room.detail(), needed, needed - replicas));
    }
  }
}
