package io.traceo.workflows.capacity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What comes of regions that all have a forecast: groups, totals, and what is short. Pure.
 *
 * @param regions of the groups that are reported first
 * @param shortages naming region and field
 * @param unknown naming the region
 */
record PlanResult(
    List<GroupPlan> groups,
    List<RegionPlan> regions,
    PlanTotals totals,
    List<String> shortages,
    List<String> unknown,
    List<String> remarks) {

  /**
   * Sizes every region.
   *
   * @throws IllegalArgumentException when the global minimum has too few replicas
   */
  static PlanResult of(
      List<PlanScope.Group> groups,
      List<PlannedRegion> planned,
      PlanPolicy policy,
      long metricsPerPod) {
    List<RegionForecast> forecasts = planned.stream().map(PlanResult::forecast).toList();
    List<RegionSize> sizes = PlanSizing.of(forecasts, policy, metricsPerPod);
    for (int at = 0; at < sizes.size(); at++) {
      planned.get(at).sized(sizes.get(at));
    }
    List<RegionPlan> regions = reported(planned).stream().map(p -> p.plan(policy)).toList();
    Map<String, RegionPlan> byName =
        regions.stream().collect(Collectors.toMap(RegionPlan::region, r -> r));
    List<GroupPlan> plans =
        groups.stream()
            .filter(PlanScope.Group::asked)
            .map(g -> group(g, byName, policy, metricsPerPod))
            .toList();
    List<RegionPlan> asked =
        regions.stream()
            .filter(r -> plans.stream().anyMatch(g -> g.group().equals(r.group())))
            .toList();
    PlanTotals totals =
        new PlanTotals(
            GlobalForecast.of(forecasts),
            sizes.stream().mapToInt(RegionSize::needed).sum(),
            sizes.stream().mapToDouble(RegionSize::average).sum(),
            PlanCost.sum(asked.stream().map(RegionPlan::cost).toList()));
    return new PlanResult(
        plans,
        regions,
        totals,
        shortages(asked, plans, policy),
        unknown(asked),
        PlanRemarks.of(totals, sizes, policy));
  }

  /** Those of the groups that are reported first; the others only take part in the split. */
  static List<PlannedRegion> reported(List<PlannedRegion> planned) {
    return planned.stream()
        .sorted(Comparator.comparing((PlannedRegion p) -> !p.group().asked()))
        .toList();
  }

  private static GroupPlan group(
      PlanScope.Group group, Map<String, RegionPlan> regions, PlanPolicy policy, long perPod) {
    List<RegionPlan> members =
        regions.values().stream().filter(r -> r.group().equals(group.id())).toList();
    RegionPlan leader = members.stream().filter(RegionPlan::leads).findFirst().orElseThrow();
    List<FailoverRoom> rooms = new ArrayList<>();
    double average = 0;
    StringBuilder command = new StringBuilder("traceo capacity rollout ").append(group.id());
    for (String member : group.members()) {
      RegionPlan region = known(regions.get(member));
      RegionSize size = known(region.size());
      average += size.average();
      command.append(" --size ").append(member).append('=').append(size.size().minimum());
      command.append(':').append(size.size().maximum());
      if (!region.leads()) {
        rooms.add(
            FailoverRoom.of(
                known(leader.forecast()),
                known(region.forecast()),
                size,
                policy,
                perPod,
                region.today(),
                region.unasked()));
      }
    }
    double factor = group.tier().costFactor();
    return new GroupPlan(
        group.id(),
        leader.region(),
        group.tier(),
        factor,
        average * factor * 24 * policy.pricePerPodHour(),
        rooms,
        command.toString());
  }

  private static List<String> shortages(
      List<RegionPlan> regions, List<GroupPlan> groups, PlanPolicy policy) {
    List<String> shortages = new ArrayList<>();
    regions.forEach(r -> shortages.addAll(r.shortages(policy)));
    groups.forEach(g -> g.rooms().forEach(r -> shortages.addAll(r.shortages())));
    return shortages;
  }

  /** What could not be found out, of whatever reason. */
  static List<String> unknown(List<RegionPlan> regions) {
    List<String> unknown = new ArrayList<>();
    for (RegionPlan region : regions) {
      RegionToday today = region.today();
      String unasked = region.unasked();
      if (today != null) {
        today.unknowns().forEach(u -> unknown.add(region.region() + ": " + u));
      } else if (unasked != null) {
        unknown.add(unasked.contains(region.region()) ? unasked : region.region() + ": " + unasked);
      }
    }
    return unknown;
  }

  private static RegionForecast forecast(PlannedRegion region) {
    return known(region.forecast());
  }

  private static <T> T known(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("a region without a forecast was sized");
    }
    return value;
  }
}
