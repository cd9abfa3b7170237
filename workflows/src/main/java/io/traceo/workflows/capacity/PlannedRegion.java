package io.traceo.workflows.capacity;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One region in a plan, and what is known of it so far. */
final class PlannedRegion {
  private final PlanScope.Group group;
  private final String region;
  private final boolean leads;
  private final List<String> problems = new ArrayList<>();
  private @Nullable DemandHistory history;
  private @Nullable RegionForecast forecast;
  private @Nullable RegionSize size;
  private @Nullable RegionToday today;
  private @Nullable String unasked;
  private boolean failed;

  PlannedRegion(PlanScope.Group group, String region, boolean leads) {
    this.group = group;
    this.region = region;
    this.leads = leads;
    this.unasked =
        group.clusters().contains(region)
            ? null
            : "not asked: no cluster of "
                + region
                + " in the configuration of the control workers (groups."
                + group.id()
                + ".clusters)";
  }

  String region() {
    return region;
  }

  PlanScope.Group group() {
    return group;
  }

  boolean leads() {
    return leads;
  }

  /** Whether its cluster is to be asked. */
  boolean asks() {
    return group.asked() && unasked == null;
  }

  void read(DemandHistory found) {
    history = found;
    problems.addAll(found.problems());
  }

  @Nullable DemandHistory history() {
    return history;
  }

  void forecast(RegionForecast made) {
    forecast = made;
  }

  @Nullable RegionForecast forecast() {
    return forecast;
  }

  void problem(String words) {
    problems.add(words.contains(region) ? words : "region " + region + ": " + words);
  }

  List<String> problems() {
    return problems;
  }

  void found(RegionToday now) {
    today = now;
  }

  /** Its cluster was asked and gave no answer. */
  void failed(String words) {
    failed = true;
    unasked = words.contains(region) ? words : "region " + region + ": " + words;
  }

  void sized(RegionSize share) {
    size = share;
  }

  RegionPlan plan(@Nullable PlanPolicy policy) {
    RegionSize share = size;
    RegionToday now = today;
    return new RegionPlan(
        region,
        group.id(),
        leads,
        history,
        forecast,
        share,
        share == null || policy == null
            ? null
            : PlanCost.of(
                share,
                now == null ? null : Integer.valueOf(now.replicas()),
                policy.pricePerPodHour()),
        now,
        now == null ? unasked : null,
        failed,
        problems);
  }

  /** Its share, for people. */
  String line() {
    RegionSize share = size;
    return region
        + (leads ? ", which leads " : " of ")
        + group.id()
        + ": "
        + (share == null
            ? "no size"
            : share.size() + " replicas, its peak with headroom needs " + share.needed());
  }
}
