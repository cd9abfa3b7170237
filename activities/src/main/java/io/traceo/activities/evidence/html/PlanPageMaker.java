package io.traceo.activities.evidence.html;

import io.traceo.activities.evidence.html.Page.Fact;
import io.traceo.activities.evidence.html.Page.Tile;
import io.traceo.activities.evidence.html.PlanPage.Group;
import io.traceo.activities.evidence.html.PlanPage.Room;
import io.traceo.activities.evidence.html.PlanPage.SizeRow;
import io.traceo.activities.evidence.html.RunParts.Facts;
import io.traceo.activities.evidence.note.ShownNotes;
import io.traceo.activities.evidence.words.PlanWords;
import io.traceo.workflows.capacity.CapacityPlanReport;
import io.traceo.workflows.capacity.FailoverRoom;
import io.traceo.workflows.capacity.GroupPlan;
import io.traceo.workflows.capacity.PlanCost;
import io.traceo.workflows.capacity.PlanPolicy;
import io.traceo.workflows.capacity.PlanTotals;
import io.traceo.workflows.capacity.RegionForecast;
import io.traceo.workflows.capacity.RegionPlan;
import io.traceo.workflows.capacity.RegionSize;
import java.util.ArrayList;
import java.util.List;

/** Puts a plan of capacity into words for the page. What was not recorded is left out. */
final class PlanPageMaker {
  private final CapacityPlanReport report;
  private final ShownNotes notes;

  PlanPageMaker(CapacityPlanReport report, ShownNotes notes) {
    this.report = report;
    this.notes = notes;
  }

  PlanPage page() {
    String heading = "Plan of capacity, " + Words.or(report.group(), "unknown");
    return new PlanPage(
        heading + ", " + Words.day(report.startedAt()),
        report.verdict(),
        tone(),
        heading,
        PlanWords.sentence(report),
        new RunParts(report).subtitle(),
        tiles(),
        report.shortages(),
        report.unknown(),
        report.remarks(),
        report.regions().stream().filter(r -> r.size() != null).map(PlanPageMaker::size).toList(),
        report.groups().stream().map(PlanPageMaker::group).toList(),
        costs(),
        report.regions().stream().map(new PlanRegions(report.metricsPerPod())::view).toList(),
        report.leftOut().stream().map(PlanWords::leftOut).toList(),
        new RunParts(report).steps(step -> null),
        report.simulated(),
        facts(),
        report.events(),
        Remarks.of(List.of(), notes),
        report.reportId());
  }

  private String tone() {
    return switch (report.verdict()) {
      case "OK" -> "good";
      case "SHORT", "FAILED" -> "bad";
      default -> "plain";
    };
  }

  private List<Tile> tiles() {
    PlanTotals totals = report.totals();
    PlanPolicy policy = report.policy();
    if (totals == null || policy == null) {
      return List.of();
    }
    PlanCost cost = totals.cost();
    long rooms = report.groups().stream().mapToLong(g -> g.rooms().size()).sum();
    long carried =
        report.groups().stream()
            .flatMap(g -> g.rooms().stream())
            .filter(r -> r.spare() >= 0)
            .count();
    return List.of(
        new Tile(
            "Peak with headroom",
            PlanWords.rate(totals.demand().withHeadroom()),
            "metrics/s in 30 days; the peak is " + PlanWords.rate(totals.demand().peak()),
            null,
            "plain"),
        new Tile(
            "Replicas",
            policy.minimumReplicas() + " to " + policy.maximumReplicas(),
            "all peaks with headroom need " + totals.needed(),
            null,
            "plain"),
        new Tile(
            "Targets that carry a lost leader",
            carried + " of " + rooms,
            "its peak beside their own",
            null,
            carried == rooms ? "good" : "bad"),
        new Tile(
            "Cost a day", PlanWords.money(cost.expected()), PlanWords.saving(cost), null, "plain"));
  }

  private static SizeRow size(RegionPlan plan) {
    RegionSize size = java.util.Objects.requireNonNull(plan.size());
    RegionForecast forecast = plan.forecast();
    return new SizeRow(
        plan.region() + (plan.leads() ? ", leads" : ""),
        forecast == null ? "–" : PlanWords.rate(forecast.peak()),
        forecast == null ? "–" : PlanWords.rate(forecast.withHeadroom()),
        Integer.toString(size.needed()),
        Integer.toString(size.size().minimum()),
        Integer.toString(size.size().maximum()),
        PlanWords.number(size.expected(), 1),
        plan.today() == null ? "not known" : PlanWords.today(plan.today()));
  }

  private static Group group(GroupPlan group) {
    return new Group(
        group.group(),
        group.leader(),
        PlanWords.tier(group),
        String.join("\n", PlanWords.command(group)),
        group.rooms().stream().map(PlanPageMaker::room).toList());
  }

  private static Room room(FailoverRoom room) {
    List<String> limits =
        new ArrayList<>(
            room.limits().stream()
                .map(l -> l.what() + " " + l.replicas() + ": " + l.detail())
                .toList());
    room.unknown().forEach(u -> limits.add("not known: " + u));
    return new Room(
        room.target(),
        Integer.toString(room.needed()),
        PlanWords.rate(room.ownPeak()) + " and " + PlanWords.rate(room.lostPeak()),
        room.spare() >= 0 ? "good" : "bad",
        PlanWords.room(room),
        limits,
        PlanWords.until(room));
  }

  private List<Fact> costs() {
    PlanTotals totals = report.totals();
    if (totals == null) {
      return List.of();
    }
    PlanCost cost = totals.cost();
    return List.of(
        new Fact("Expected", PlanWords.money(cost.expected()) + ", " + PlanWords.saving(cost)),
        new Fact("Today", PlanWords.againstToday(cost)),
        new Fact(
            "Fixed size", PlanWords.money(cost.fixed()) + " for every peak with headroom, always"),
        new Fact("Floor", PlanWords.money(cost.floor()) + " when demand never needs more"),
        new Fact("Maximum", PlanWords.money(cost.maximum()) + " at the most"));
  }

  private List<Fact> facts() {
    Facts facts = new Facts().add("Groups", report.group());
    PlanPolicy policy = report.policy();
    if (policy != null) {
      facts
          .add("Headroom", PlanWords.percent(policy.headroom()) + " above each peak")
          .add(
              "A pod",
              PlanWords.rate((double) report.metricsPerPod())
                  + " metrics/s, "
                  + policy.pricePerPodHour()
                  + " an hour")
          .add("History", policy.historyDays() + " days");
    }
    return facts.add(report).list();
  }
}
