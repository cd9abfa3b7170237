package io.traceo.activities.evidence.html;

import io.traceo.activities.evidence.html.PlanPage.MethodRow;
import io.traceo.activities.evidence.html.PlanPage.RegionView;
import io.traceo.activities.evidence.words.PlanWords;
import io.traceo.workflows.capacity.DemandHistory;
import io.traceo.workflows.capacity.MethodForecast;
import io.traceo.workflows.capacity.RegionForecast;
import io.traceo.workflows.capacity.RegionPlan;
import io.traceo.workflows.capacity.RegionSize;
import java.util.ArrayList;
import java.util.List;

/** The regions of a plan, each with its drawing. */
record PlanRegions(long metricsPerPod) {

  RegionView view(RegionPlan plan) {
    DemandHistory history = plan.history();
    RegionForecast forecast = plan.forecast();
    DemandDrawing drawing =
        history == null ? null : new DemandDrawing(plan, history, metricsPerPod);
    List<String> notes = new ArrayList<>(plan.problems());
    if (history != null) {
      PlanWords.gaps(history.gaps()).forEach(notes::add);
    }
    if (forecast != null) {
      notes.addAll(forecast.warnings());
    }
    RegionSize size = plan.size();
    if (size != null && drawing != null && drawing.hidesMaximum()) {
      notes.add(
          "the maximum of "
              + size.size().maximum()
              + " replicas carries "
              + PlanWords.rate((double) size.size().maximum() * metricsPerPod)
              + " metrics/s, above the drawing");
    }
    return new RegionView(
        plan.region(),
        plan.group() + (plan.leads() ? ", leads" : ""),
        description(history, forecast),
        drawing == null ? List.of() : drawing.draw(),
        forecast == null ? "" : forecast.reason(),
        forecast == null
            ? List.of()
            : forecast.methods().stream().map(m -> row(m, forecast)).toList(),
        notes);
  }

  private static String description(
      @org.jspecify.annotations.Nullable DemandHistory history,
      @org.jspecify.annotations.Nullable RegionForecast forecast) {
    if (history == null) {
      return "No history could be read.";
    }
    String days =
        Words.count(history.peaks().size(), "day")
            + " from "
            + history.firstDay()
            + ", "
            + history.source()
            + ".";
    return forecast == null
        ? days
        : days
            + " Expected: a peak of "
            + PlanWords.rate(forecast.peak())
            + " metrics/s on "
            + forecast.peakDay()
            + " (the interval reaches "
            + PlanWords.rate(forecast.upperPeak())
            + "), an average of "
            + PlanWords.rate(forecast.average())
            + ".";
  }

  private static MethodRow row(MethodForecast method, RegionForecast forecast) {
    MethodForecast.Score score = method.score();
    return new MethodRow(
        method.name(),
        method.name().equals(forecast.chosen()),
        method.mean().isEmpty()
            ? "–"
            : PlanWords.rate(method.mean().stream().mapToDouble(d -> d).max().orElse(0)),
        score == null ? "–" : PlanWords.number(score.mase(), 2),
        score == null ? "–" : Integer.toString(score.folds()),
        score == null ? "–" : PlanWords.percent(score.coverage()),
        method.note());
  }
}
