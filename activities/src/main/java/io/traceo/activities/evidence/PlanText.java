package io.traceo.activities.evidence;

import io.traceo.activities.evidence.note.ShownNotes;
import io.traceo.activities.evidence.words.PlanWords;
import io.traceo.workflows.capacity.CapacityPlanReport;
import io.traceo.workflows.capacity.DemandHistory;
import io.traceo.workflows.capacity.FailoverRoom;
import io.traceo.workflows.capacity.GroupPlan;
import io.traceo.workflows.capacity.MethodForecast;
import io.traceo.workflows.capacity.PlanCost;
import io.traceo.workflows.capacity.PlanTotals;
import io.traceo.workflows.capacity.RegionForecast;
import io.traceo.workflows.capacity.RegionPlan;
import io.traceo.workflows.capacity.RegionSize;
import io.traceo.workflows.capacity.RegionToday;
import java.util.List;

/** A plan of capacity as plain text. */
public final class PlanText {
  private static final int HANG = 6;

  private final PlainLines out = new PlainLines();
  private final TextParts parts = new TextParts(out);

  private PlanText() {}

  /**
   * The text form. A report of an older program, with parts missing, is rendered as far as it goes.
   */
  public static String render(CapacityPlanReport report, ShownNotes notes) {
    PlanText text = new PlanText();
    text.head(report);
    text.parts.lines("To be raised", report.shortages(), null);
    text.parts.lines("Not known", report.unknown(), null);
    text.sizes(report.regions());
    report.groups().forEach(text::group);
    text.totals(report.totals());
    text.parts.lines("To know", report.remarks(), null);
    report.regions().forEach(text::region);
    text.parts.lines("Left out", report.leftOut().stream().map(PlanWords::leftOut).toList(), null);
    text.parts.steps(report.steps());
    text.parts.lines("Simulated", report.simulated(), "nothing");
    text.parts.lines("What happened", report.events(), null);
    text.parts.notes(List.of(), notes);
    return text.out.toString();
  }

  private void head(CapacityPlanReport report) {
    out.line(0, "PLAN OF CAPACITY %s", report.verdict());
    out.line(0, "%s", "=".repeat(78));
    out.line(0, "%s", PlanWords.sentence(report));
    parts.fact("report", report.reportId());
    parts.fact("groups", report.group());
    parts.run(report);
  }

  private void sizes(List<RegionPlan> regions) {
    if (regions.stream().allMatch(r -> r.size() == null)) {
      return;
    }
    out.section("Sizes, in replicas");
    out.line(
        0,
        "  %-18s %9s %9s %7s %8s %8s  %s",
        "",
        "peak",
        "headroom",
        "needs",
        "minimum",
        "maximum",
        "today");
    for (RegionPlan region : regions) {
      RegionSize size = region.size();
      RegionForecast forecast = region.forecast();
      if (size == null || forecast == null) {
        continue;
      }
      RegionToday today = region.today();
      out.line(
          65,
          "  %-18s %9s %9s %7d %8d %8d  %s",
          region.region() + (region.leads() ? " *" : ""),
          PlanWords.rate(forecast.peak()),
          PlanWords.rate(forecast.withHeadroom()),
          size.needed(),
          size.size().minimum(),
          size.size().maximum(),
          today == null ? "not known" : PlanWords.today(today));
    }
    out.line(2, "  * leads. Peak: metrics/s, the highest of 30 days.");
  }

  private void group(GroupPlan group) {
    out.section("Group " + group.group() + ", should " + group.leader() + " be lost");
    for (FailoverRoom room : group.rooms()) {
      out.line(
          HANG,
          "  %s: needs %d replicas for %s beside its own %s; %s",
          room.target(),
          room.needed(),
          PlanWords.rate(room.lostPeak()),
          PlanWords.rate(room.ownPeak()),
          PlanWords.room(room));
      room.limits()
          .forEach(l -> out.line(HANG, "    %s: %d, %s", l.what(), l.replicas(), l.detail()));
      room.unknown().forEach(u -> out.line(HANG, "    not known: %s", u));
      String until = PlanWords.until(room);
      if (until != null) {
        out.line(HANG, "    %s", until);
      }
    }
    out.line(HANG, "  tier %s", PlanWords.tier(group));
    out.line(HANG, "  roll it out:");
    PlanWords.command(group).forEach(l -> out.line(HANG, "  %s", l));
  }

  private void totals(@org.jspecify.annotations.Nullable PlanTotals totals) {
    if (totals == null) {
      return;
    }
    out.section("Together");
    out.line(
        HANG,
        "  peak %s metrics/s, average %s, with headroom %s: %d replicas",
        PlanWords.rate(totals.demand().peak()),
        PlanWords.rate(totals.demand().average()),
        PlanWords.rate(totals.demand().withHeadroom()),
        totals.needed());
    PlanCost cost = totals.cost();
    out.line(
        HANG,
        "  cost a day: %s expected, %s; between %s at the floor and %s at the maximum",
        PlanWords.money(cost.expected()),
        PlanWords.saving(cost) + ", " + PlanWords.money(cost.fixed()),
        PlanWords.money(cost.floor()),
        PlanWords.money(cost.maximum()));
    out.line(HANG, "  %s", PlanWords.againstToday(cost));
  }

  private void region(RegionPlan region) {
    DemandHistory history = region.history();
    RegionForecast forecast = region.forecast();
    out.section("Region " + region.region() + " of " + region.group());
    region.problems().forEach(p -> out.line(HANG, "  %s", p));
    if (history != null) {
      out.line(
          HANG,
          "  history: %d days from %s, %s",
          history.peaks().size(),
          history.firstDay(),
          history.source());
      PlanWords.gaps(history.gaps()).forEach(g -> out.line(HANG, "  gap: %s", g));
    }
    if (forecast == null) {
      return;
    }
    out.line(
        HANG,
        "  forecast: peak %s on %s (up to %s), average %s",
        PlanWords.rate(forecast.peak()),
        forecast.peakDay(),
        PlanWords.rate(forecast.upperPeak()),
        PlanWords.rate(forecast.average()));
    out.line(HANG, "  chosen: %s", forecast.reason());
    out.line(0, "    %-26s %9s %7s %6s %9s", "", "peak", "error", "folds", "coverage");
    for (MethodForecast method : forecast.methods()) {
      method(method);
    }
    forecast.warnings().forEach(w -> out.line(HANG, "  note: %s", w));
  }

  private void method(MethodForecast method) {
    MethodForecast.Score score = method.score();
    out.line(
        HANG,
        "    %-26s %9s %7s %6s %9s  %s",
        method.name(),
        method.mean().isEmpty()
            ? "-"
            : PlanWords.rate(method.mean().stream().mapToDouble(d -> d).max().orElse(0)),
        score == null ? "-" : PlanWords.number(score.mase(), 2),
        score == null ? "-" : score.folds(),
        score == null ? "-" : PlanWords.percent(score.coverage()),
        method.note() == null ? "" : method.note());
  }
}
