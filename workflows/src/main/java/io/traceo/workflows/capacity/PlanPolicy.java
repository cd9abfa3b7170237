package io.traceo.workflows.capacity;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a plan of capacity is made from: {@code plan} in {@code runbooks/capacity.yaml}.
 *
 * @param query PromQL whose one series is a region's demand in metrics/s; {@code $region} in it
 *     stands for the region's id. Null where all histories are files
 * @param historyDays days of the past that are read, 90 or more
 * @param headroom share that is kept free above a region's peak: 0.3 sizes for 1.3 times the peak
 * @param minimumReplicas of all regions of a namespace together
 * @param maximumReplicas of all regions of a namespace together
 * @param pricePerPodHour what a pod costs in an hour, in whatever currency the operator counts
 */
public record PlanPolicy(
    @Nullable String query,
    int historyDays,
    double headroom,
    int minimumReplicas,
    int maximumReplicas,
    double pricePerPodHour) {

  /** What no plan can be made from, naming the field; empty when one can. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (historyDays < HistoryRequest.NEEDED_DAYS) {
      problems.add(
          "capacity.yaml, field plan.historyDays: it is %d; a forecast needs %d"
              .formatted(historyDays, HistoryRequest.NEEDED_DAYS));
    }
    if (!(headroom >= 0 && Double.isFinite(headroom))) {
      problems.add(
          "capacity.yaml, field plan.headroom: it is %s for every region; it is a share above the peak, for example 0.3, and never negative"
              .formatted(headroom));
    }
    if (minimumReplicas < 1) {
      problems.add(
          "capacity.yaml, field plan.minimumReplicas: it is %d; it must be 1 or more"
              .formatted(minimumReplicas));
    }
    if (minimumReplicas > maximumReplicas) {
      problems.add(
          "capacity.yaml, field plan.minimumReplicas: it is %d, above plan.maximumReplicas, which is %d; lower one or raise the other"
              .formatted(minimumReplicas, maximumReplicas));
    }
    if (!(pricePerPodHour >= 0 && Double.isFinite(pricePerPodHour))) {
      problems.add(
          "capacity.yaml, field plan.pricePerPodHour: it is %s; it is never negative"
              .formatted(pricePerPodHour));
    }
    return problems;
  }
}
