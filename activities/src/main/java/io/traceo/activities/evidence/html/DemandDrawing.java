package io.traceo.activities.evidence.html;

import io.traceo.activities.evidence.html.Chart.Tick;
import io.traceo.activities.evidence.html.DemandChart.Gap;
import io.traceo.activities.evidence.html.DemandChart.Level;
import io.traceo.activities.evidence.words.PlanWords;
import io.traceo.workflows.capacity.DemandHistory;
import io.traceo.workflows.capacity.MethodForecast;
import io.traceo.workflows.capacity.RegionForecast;
import io.traceo.workflows.capacity.RegionPlan;
import io.traceo.workflows.capacity.RegionSize;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Draws a region: the daily peaks of its history, the chosen forecast with its interval, and how
 * much its floor, its size for the peak with headroom and its maximum carry.
 */
final class DemandDrawing {
  /** A maximum farther above everything else would press the demand flat. */
  private static final double SHOWN_MAXIMUM = 1.5;

  private static final int HEIGHT = 200;
  private static final int TOP = 12;
  private static final int AXIS = 24;
  private static final int LABEL = 13;
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);

  private final RegionPlan plan;
  private final DemandHistory history;
  private final @Nullable MethodForecast chosen;
  private final long metricsPerPod;
  private final double highest;

  DemandDrawing(RegionPlan plan, DemandHistory history, long metricsPerPod) {
    this.plan = plan;
    this.history = history;
    this.metricsPerPod = metricsPerPod;
    RegionForecast forecast = plan.forecast();
    this.chosen = forecast == null ? null : forecast.chosenMethod();
    this.highest = highest();
  }

  List<DemandChart> draw() {
    return history.peaks().isEmpty()
        ? List.of()
        : Arrays.stream(WriteChart.Size.values()).map(this::draw).toList();
  }

  private DemandChart draw(WriteChart.Size size) {
    int left = size.left + 14;
    int right = size.width - 8;
    LocalDate first = history.firstDay();
    int days = history.peaks().size() + (chosen == null ? 0 : chosen.mean().size());
    Scale x = new Scale(0, Math.max(1, days - 1), left, right);
    Scale y = new Scale(0, highest * 1.06, TOP + HEIGHT, TOP);
    int known = history.peaks().size();
    return new DemandChart(
        plan.region() + "-" + size.look,
        size.look,
        size.width,
        TOP + HEIGHT + AXIS,
        left,
        right,
        TOP,
        TOP + HEIGHT,
        y.ticks(4).stream().map(v -> new Tick(y.at(v), PlanWords.rate(v))).toList(),
        dates(first, days, x, size),
        line(history.peaks(), 0, x, y),
        chosen == null ? null : line(joined(chosen.mean()), known - 1, x, y),
        chosen == null ? null : band(chosen, known, x, y),
        gaps(x),
        levels(y, size),
        x.at((double) known - 1));
  }

  /** The forecast's line begins at the last day that is known. */
  private List<Double> joined(List<Double> mean) {
    int known = history.peaks().size();
    List<Double> all = new ArrayList<>(history.peaks().subList(known - 1, known));
    all.addAll(mean);
    return all;
  }

  private double highest() {
    double most = 1;
    for (Double peak : history.peaks()) {
      most = Math.max(most, peak == null ? 0 : peak);
    }
    if (chosen != null) {
      most = Math.max(most, chosen.upper().stream().mapToDouble(d -> d).max().orElse(0));
    }
    RegionSize size = plan.size();
    if (size == null) {
      return most;
    }
    most = Math.max(most, (double) size.needed() * metricsPerPod);
    most = Math.max(most, (double) size.size().minimum() * metricsPerPod);
    double maximum = (double) size.size().maximum() * metricsPerPod;
    return maximum <= most * SHOWN_MAXIMUM ? Math.max(most, maximum) : most;
  }

  /** Whether the maximum is too high to be drawn. */
  boolean hidesMaximum() {
    RegionSize size = plan.size();
    return size != null && (double) size.size().maximum() * metricsPerPod > highest;
  }

  private static String line(List<Double> values, int from, Scale x, Scale y) {
    StringBuilder path = new StringBuilder();
    boolean open = false;
    for (int at = 0; at < values.size(); at++) {
      Double value = values.get(at);
      if (value == null) {
        open = false;
        continue;
      }
      path.append(open ? 'L' : 'M')
          .append(x.at((double) from + at))
          .append(' ')
          .append(y.at(value));
      open = true;
    }
    return path.toString();
  }

  private static String band(MethodForecast method, int from, Scale x, Scale y) {
    StringBuilder path = new StringBuilder("M");
    for (int at = 0; at < method.upper().size(); at++) {
      path.append(at == 0 ? "" : "L").append(x.at((double) from + at));
      path.append(' ').append(y.at(method.upper().get(at)));
    }
    for (int at = method.lower().size() - 1; at >= 0; at--) {
      path.append('L').append(x.at((double) from + at)).append(' ');
      path.append(y.at(method.lower().get(at)));
    }
    return path.append('z').toString();
  }

  private List<Gap> gaps(Scale x) {
    List<Gap> gaps = new ArrayList<>();
    for (DemandHistory.Gap gap : history.gaps()) {
      double at = (double) gap.firstDay().toEpochDay() - history.firstDay().toEpochDay();
      double from = x.at(Math.max(0, at - 0.5));
      gaps.add(new Gap(from, Scale.tenth(x.at(at + gap.days() - 0.5) - from)));
    }
    return gaps;
  }

  private List<Level> levels(Scale y, WriteChart.Size size) {
    RegionSize sized = plan.size();
    if (sized == null) {
      return List.of();
    }
    List<Level> levels = new ArrayList<>();
    level(levels, "floor", "floor", sized.size().minimum(), y, size);
    level(levels, "sized", "peak with headroom", sized.needed(), y, size);
    if (!hidesMaximum()) {
      level(levels, "most", "maximum", sized.size().maximum(), y, size);
    }
    return apart(levels);
  }

  private void level(
      List<Level> levels, String look, String name, int replicas, Scale y, WriteChart.Size size) {
    double at = y.at((double) replicas * metricsPerPod);
    levels.add(
        new Level(look, at, size.names ? name + ": " + replicas + " replicas" : name, at - 4));
  }

  /** No label on another one: from the top, each at least a line below the one before. */
  private static List<Level> apart(List<Level> levels) {
    List<Level> placed = new ArrayList<>();
    double free = TOP - 2;
    for (Level level : levels.stream().sorted(Comparator.comparingDouble(Level::y)).toList()) {
      double labelY = Math.max(level.labelY(), free);
      placed.add(new Level(level.look(), level.y(), level.label(), Scale.tenth(labelY)));
      free = labelY + LABEL;
    }
    return placed;
  }

  private static List<Tick> dates(LocalDate first, int days, Scale x, WriteChart.Size size) {
    int labels = Math.max(2, size.width / 90);
    int weeks = Math.max(1, (int) Math.ceil(days / 7.0 / labels));
    List<Tick> ticks = new ArrayList<>();
    for (int day = 0; day < days; day += 7 * weeks) {
      double at = x.at((double) day);
      if (at + 20 < size.width) {
        ticks.add(new Tick(at, DAY.format(first.plusDays(day))));
      }
    }
    return ticks;
  }
}
