package io.traceo.activities.evidence;

import io.traceo.activities.forecast.RegionForecaster;
import io.traceo.workflows.capacity.CapacityPlanReport;
import io.traceo.workflows.capacity.DemandHistory;
import io.traceo.workflows.capacity.FailoverRoom;
import io.traceo.workflows.capacity.GlobalForecast;
import io.traceo.workflows.capacity.GroupPlan;
import io.traceo.workflows.capacity.PlanCost;
import io.traceo.workflows.capacity.PlanPolicy;
import io.traceo.workflows.capacity.PlanScope.LeftOut;
import io.traceo.workflows.capacity.PlanTotals;
import io.traceo.workflows.capacity.RegionForecast;
import io.traceo.workflows.capacity.RegionPlan;
import io.traceo.workflows.capacity.RegionSize;
import io.traceo.workflows.capacity.RegionToday;
import io.traceo.workflows.capacity.RegionToday.Room;
import io.traceo.workflows.capacity.RoomLimit;
import io.traceo.workflows.capacity.Size;
import io.traceo.workflows.failover.StepRecord;
import io.traceo.workflows.topology.RecoveryTier;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Reports of plans, with real forecasts of drawn histories. */
public final class Plans {
  private Plans() {}

  /** Two regions; the second has a gap, and too small a quota for the lost peak. */
  public static CapacityPlanReport tooLittle() {
    RegionPlan east = region("us-east-1", true, 4e6, new Size(60, 600), null);
    RegionPlan west =
        region(
            "us-west-2",
            false,
            2e6,
            new Size(40, 400),
            new RegionToday(
                "na",
                "us-west-2",
                6,
                new Size(2, 10),
                "CPU 0.5, memory 1024 MiB",
                Room.of(48, "ResourceQuota compute: 3 of 24 requests.cpu used, a pod counts 0.5"),
                Room.unknown("the token may not list nodes")));
    RegionForecast one = east.forecast();
    RegionForecast other = west.forecast();
    FailoverRoom room =
        new FailoverRoom(
            "us-east-1",
            "us-west-2",
            other.peak(),
            one.peak(),
            (int) Math.ceil((one.peak() + other.peak()) / 1e5),
            100_000,
            List.of(
                new RoomLimit("quota", 48, "ResourceQuota compute", "raise it"),
                new RoomLimit("planned maximum", 400, "its share of 1000", "raise it")),
            List.of("nodes: the token may not list nodes"),
            10);
    return report(
        "SHORT",
        List.of(
            new GroupPlan(
                "na",
                "us-east-1",
                RecoveryTier.HOT,
                3,
                297.5,
                List.of(room),
                "traceo capacity rollout na --size us-east-1=60:600 --size us-west-2=40:400")),
        List.of(east, west),
        new PlanTotals(
            GlobalForecast.of(List.of(one, other)),
            90,
            41.3,
            new PlanCost(null, 240, 240, 2400, 216)),
        List.of("region us-west-2, field quota: it allows 48 replicas <and> needs more"));
  }

  /** Nothing but a history that is too short. */
  public static CapacityPlanReport tooFewDays() {
    DemandHistory full = history("us-east-1", 4e6);
    RegionPlan east =
        new RegionPlan(
            "us-east-1",
            "na",
            true,
            new DemandHistory(
                "us-east-1",
                "a test",
                full.firstDay(),
                full.peaks().subList(0, 40),
                full.means().subList(0, 40),
                full.gaps(),
                List.of()),
            null,
            null,
            null,
            null,
            null,
            false,
            List.of("region us-east-1, field days: 40 days of history are there"));
    return report("REFUSED", List.of(), List.of(east), null, List.of());
  }

  private static CapacityPlanReport report(
      String verdict,
      List<GroupPlan> groups,
      List<RegionPlan> regions,
      PlanTotals totals,
      List<String> shortages) {
    return new CapacityPlanReport(
        CapacityPlanReport.SCHEMA,
        "capacity-plan-na-20261127T080000-aaaa",
        CapacityPlanReport.KIND,
        "na",
        verdict,
        "region us-west-2 is named",
        "2026-11-27T08:00:00Z",
        "2026-11-27T08:00:04Z",
        "capacity-plan/na",
        "run",
        "maria",
        "autumn",
        new PlanPolicy("demand", 90, 0.3, 100, 1000, 0.1),
        100_000,
        groups,
        regions,
        totals,
        List.of(new LeftOut("china", List.of("cn-north-1"), "it is isolated")),
        shortages,
        List.of("us-west-2: the token may not list nodes"),
        List.of("the floor eats the whole saving"),
        List.of(new StepRecord("histories", 1_800_000L, 405L, "DONE", "2 of 2 regions", null)),
        List.of("demand history: a public trace"),
        List.of());
  }

  private static RegionPlan region(
      String region, boolean leads, double level, Size size, RegionToday today) {
    DemandHistory history = history(region, level);
    RegionForecast forecast = RegionForecaster.forecast(history, 0.3);
    RegionSize sized =
        new RegionSize(
            region, (int) Math.ceil(forecast.withHeadroom() / 1e5), forecast.average() / 1e5, size);
    return new RegionPlan(
        region,
        "na",
        leads,
        history,
        forecast,
        sized,
        null,
        today,
        today == null ? "not asked" : null,
        false,
        List.of());
  }

  private static DemandHistory history(String region, double level) {
    Random random = new Random(5);
    List<Double> peaks = new ArrayList<>();
    List<Double> means = new ArrayList<>();
    for (int day = 0; day < 90; day++) {
      double peak =
          level * (1 + 0.2 * Math.sin(day * 2 * Math.PI / 7) + 0.05 * random.nextGaussian());
      boolean missing = level < 3e6 && (day == 30 || day == 31);
      peaks.add(missing ? null : peak);
      means.add(missing ? null : peak * 0.7);
    }
    LocalDate first = LocalDate.of(2026, 8, 29);
    return new DemandHistory(
        region,
        "a test",
        first,
        peaks,
        means,
        level < 3e6
            ? List.of(new DemandHistory.Gap(first.plusDays(30), 2, "at most 3 of 288 samples"))
            : List.of(),
        List.of());
  }
}
