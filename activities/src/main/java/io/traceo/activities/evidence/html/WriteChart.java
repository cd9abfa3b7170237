package io.traceo.activities.evidence.html;

import io.traceo.activities.evidence.html.Chart.Area;
import io.traceo.activities.evidence.html.Chart.Band;
import io.traceo.activities.evidence.html.Chart.Bar;
import io.traceo.activities.evidence.html.Chart.Mark;
import io.traceo.activities.evidence.html.Chart.Plot;
import io.traceo.activities.evidence.html.Chart.Tick;
import io.traceo.workflows.ledger.WriteTimeline.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lays the drawing out for one width: labels of the moments, all writes, the axis, the steps as
 * bars, and the writes of each kind of client.
 */
final class WriteChart {
  private static final int LABEL_ROW = 17;
  private static final int AXIS = 26;
  private static final int BAR_ROW = 20;
  private static final int STRIP_HEAD = 20;
  private static final int STRIP = 34;
  private static final double LETTER = 6.4;

  private final Size size;
  private final WriteData data;
  private final Timing timing;
  private final List<Timing.Moment> moments;
  private final Scale x;

  /** A width of window. */
  enum Size {
    WIDE("wide", 1240, 44, 190, true),
    MEDIUM("medium", 700, 40, 150, true),
    NARROW("narrow", 350, 30, 110, false);

    final String look;
    final int width;
    final int left;
    final int writesHeight;

    /** Whether moments have their names on the drawing, not only their numbers. */
    final boolean names;

    Size(String look, int width, int left, int writesHeight, boolean names) {
      this.look = look;
      this.width = width;
      this.left = left;
      this.writesHeight = writesHeight;
      this.names = names;
    }
  }

  WriteChart(Size size, WriteData data, Timing timing) {
    this.size = size;
    this.data = data;
    this.timing = timing;
    this.moments = timing.moments();
    this.x = new Scale(data.timeline().fromMs(), data.toMs(), size.left, size.width - 8);
  }

  Chart draw() {
    Labels labels = new Labels(size.width);
    List<Labels.Placed> placed = place(labels);
    double top = 6 + labels.rows() * LABEL_ROW;
    double base = top + size.writesHeight;
    double barsTop = base + AXIS;
    List<Timing.Lane> lanes = timing.lanes().stream().filter(l -> x.contains(l.fromMs())).toList();
    double barsEnd = barsTop + lanes.size() * BAR_ROW + 4;
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; i < placed.size(); i++) {
      marks.add(mark(placed.get(i), text(i), i == 0, barsEnd));
    }
    Scale y = new Scale(0, most(data.sum(s -> true)), base, top);
    List<Plot> strips = strips(barsEnd + 8);
    double end = strips.isEmpty() ? barsEnd : strips.get(strips.size() - 1).base() + 6;
    return new Chart(
        size.look,
        each(),
        size.width,
        (int) Math.ceil(end),
        size.left,
        size.width - 8,
        new Plot("", top, base, areas(s -> true, y)),
        y.ticks(4).stream().map(v -> new Tick(y.at(v), Long.toString(v))).toList(),
        xTicks(),
        base,
        marks,
        band(),
        bars(lanes, barsTop),
        strips);
  }

  /** Moments are in their order in time: those after the window are the last ones. */
  private List<Labels.Placed> place(Labels labels) {
    List<Labels.Placed> placed = new ArrayList<>();
    for (int i = 0; i < moments.size() && x.contains(moments.get(i).atMs()); i++) {
      placed.add(labels.place(x.at(moments.get(i).atMs()), text(i).length() * LETTER + 10));
    }
    return placed;
  }

  private String text(int i) {
    Timing.Moment moment = moments.get(i);
    String at = moment.atMs() == 0 ? "" : " " + Words.ms(moment.atMs());
    return (i + 1) + (size.names ? " " + moment.name() + at : "");
  }

  private static double most(int[] values) {
    int most = 1;
    for (int value : values) {
      most = Math.max(most, value);
    }
    return most * 1.05;
  }

  private static Mark mark(Labels.Placed label, String text, boolean zero, double bottom) {
    double top = 4 + label.row() * LABEL_ROW;
    return new Mark(
        zero ? "zero" : "moment",
        label.x(),
        top,
        bottom,
        text,
        label.x() + (label.leftwards() ? -4 : 4),
        top + 11,
        label.leftwards() ? "end" : "start");
  }

  private List<Tick> xTicks() {
    return x.ticks(size.width / 70).stream()
        .map(v -> new Tick(x.at(v), v == 0 ? "0" : Words.ms(v)))
        // The last one may be too near the border for its label.
        .filter(t -> t.at() + t.label().length() * LETTER / 2 < size.width)
        .toList();
  }

  private @Nullable Band band() {
    long[] band = timing.decidedToResumed();
    return band == null || !x.contains(band[0])
        ? null
        : new Band(x.at(band[0]), Scale.tenth(x.at(band[1]) - x.at(band[0])));
  }

  private List<Bar> bars(List<Timing.Lane> lanes, double top) {
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < lanes.size(); i++) {
      Timing.Lane lane = lanes.get(i);
      double from = x.at(lane.fromMs());
      double to = Math.max(from + 2, x.at(lane.toMs()));
      boolean fits = to + 5 + lane.label().length() * LETTER < size.width;
      bars.add(
          new Bar(
              from,
              top + i * BAR_ROW,
              Scale.tenth(to - from),
              12,
              lane.label(),
              Scale.tenth(fits ? to + 5 : from - 5),
              fits ? "start" : "end",
              lane.late() ? "late" : "inTime"));
    }
    return bars;
  }

  private List<Plot> strips(double top) {
    List<Plot> strips = new ArrayList<>();
    double at = top;
    for (String kind : data.kinds()) {
      Predicate<Series> wanted = s -> s.client().equals(kind);
      double base = at + STRIP_HEAD + STRIP;
      Scale y = new Scale(0, most(data.sum(wanted)), base, at + STRIP_HEAD);
      String name = Explained.client(kind).name();
      strips.add(new Plot(name, at + STRIP_HEAD, base, areas(wanted, y)));
      at = base;
    }
    return strips;
  }

  /** Buckets in a column: a column is at least a pixel. */
  private int each() {
    return (int) Math.ceil((double) data.length() / (size.width - 8 - size.left));
  }

  /** One above the other: each is drawn down to the zero line, the lower ones over it. */
  private List<Area> areas(Predicate<Series> wanted, Scale y) {
    List<Area> areas = new ArrayList<>();
    int each = each();
    int columns = (data.length() + each - 1) / each;
    long to = data.startMs(columns * each);
    Scale columnsX = new Scale(0, columns, x.at(data.timeline().fromMs()), onX(to));
    for (int i = data.servers().size() - 1; i >= 0; i--) {
      List<String> upToHere = data.servers().subList(0, i + 1);
      String server = data.servers().get(i);
      Predicate<Series> its = wanted.and(s -> s.server().equals(server));
      if (data.timeline().series().stream().anyMatch(its)) {
        int[] sum = data.sum(wanted.and(s -> upToHere.contains(s.server())));
        areas.add(new Area(data.look(server), Outline.of(means(sum, each, columns), columnsX, y)));
      }
    }
    return areas;
  }

  /** The last column of a coarse drawing may end beyond the last bucket. */
  private double onX(long ms) {
    return size.left
        + (double) (ms - data.timeline().fromMs())
            / (data.toMs() - data.timeline().fromMs())
            * (size.width - 8 - size.left);
  }

  private static double[] means(int[] values, int each, int columns) {
    double[] means = new double[columns];
    for (int i = 0; i < values.length; i++) {
      means[i / each] += (double) values[i] / Math.min(each, values.length - i / each * each);
    }
    return means;
  }
}
