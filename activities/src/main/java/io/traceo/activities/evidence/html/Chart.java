package io.traceo.activities.evidence.html;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The drawing for one width of window: coordinates only.
 *
 * @param size {@code wide}, {@code medium} or {@code narrow}
 * @param each buckets in a column, whose mean is drawn
 * @param writes the writes of all clients
 * @param strips the same for each kind of client, smaller
 * @param bars steps, one below the other
 * @param band from the decision to resumed; null when either is missing
 */
public record Chart(
    String size,
    int each,
    int width,
    int height,
    int left,
    int right,
    Plot writes,
    List<Tick> yTicks,
    List<Tick> xTicks,
    double axisY,
    List<Mark> marks,
    @Nullable Band band,
    List<Bar> bars,
    List<Plot> strips) {

  /**
   * A panel of writes.
   *
   * @param y of its top
   * @param base of its zero line
   */
  public record Plot(String name, double y, double base, List<Area> areas) {}

  /** The writes of one server, as the {@code d} of a path. */
  public record Area(String look, String path) {}

  /** A place on an axis. */
  public record Tick(double at, String label) {}

  /**
   * A moment.
   *
   * @param look {@code zero} or {@code moment}
   * @param anchor {@code start} or {@code end}
   */
  public record Mark(
      String look,
      double x,
      double top,
      double bottom,
      String label,
      double labelX,
      double labelY,
      String anchor) {}

  /** From the decision to the end of resume. */
  public record Band(double x, double width) {}

  /** A step. */
  public record Bar(
      double x,
      double y,
      double width,
      double height,
      String label,
      double labelX,
      String anchor,
      String tone) {}
}
