package io.traceo.activities.evidence.html;

import io.traceo.activities.evidence.html.Page.Fact;
import io.traceo.activities.evidence.html.Page.Step;
import io.traceo.activities.evidence.html.Page.StepGroup;
import io.traceo.activities.evidence.html.Page.Tile;
import io.traceo.activities.evidence.html.PlanPage.Group;
import io.traceo.activities.evidence.html.PlanPage.Room;
import io.traceo.activities.evidence.html.PlanPage.SizeRow;
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
import io.traceo.workflows.failover.StepRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
    String by = report.startedBy();
    String why = report.why();
    return new PlanPage(
        heading + ", " + Words.day(report.startedAt()),
        report.verdict(),
        tone(),
        heading,
        PlanWords.sentence(report),
        Words.moment(report.startedAt())
            + (by == null ? "" : ", started by " + by)
            + (why == null ? "" : ": " + why),
        tiles(),
        report.shortages(),
        report.unknown(),
        report.remarks(),
        report.regions().stream().filter(r -> r.size() != null).map(PlanPageMaker::size).toList(),
        report.groups().stream().map(PlanPageMaker::group).toList(),
        costs(),
        report.regions().stream().map(new PlanRegions(report.metricsPerPod())::view).toList(),
        report.leftOut().stream().map(PlanWords::leftOut).toList(),
        steps(),
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

  private List<StepGroup> steps() {
    long zero = Instant.parse(report.startedAt()).toEpochMilli();
    List<Step> rows = report.steps().stream().map(s -> step(s, zero)).toList();
    return rows.isEmpty() ? List.of() : List.of(new StepGroup("From the start of the run", rows));
  }

  private static Step step(StepRecord step, long zero) {
    Long at = step.startedAtMillis();
    return StepRows.row(step, step.name(), null, at == null ? null : Long.valueOf(at - zero));
  }

  private List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    fact(facts, "Groups", report.group());
    PlanPolicy policy = report.policy();
    if (policy != null) {
      fact(facts, "Headroom", PlanWords.percent(policy.headroom()) + " above each peak");
      fact(
          facts,
          "A pod",
          PlanWords.rate((double) report.metricsPerPod())
              + " metrics/s, "
              + policy.pricePerPodHour()
              + " an hour");
      fact(facts, "History", policy.historyDays() + " days");
    }
    fact(facts, "Started by", Words.or(report.startedBy(), "not recorded"));
    fact(facts, "Why", Words.or(report.why(), "no reason was given"));
    fact(facts, "Began", Words.moment(report.startedAt()));
    String ended = report.endedAt();
    fact(facts, "Ended", ended == null ? null : Words.moment(ended));
    fact(facts, "Workflow", report.workflowId());
    fact(facts, "Run", report.runId());
    fact(facts, "Report", report.reportId());
    return facts;
  }

  private static void fact(List<Fact> facts, String name, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      facts.add(new Fact(name, value));
    }
  }
}
