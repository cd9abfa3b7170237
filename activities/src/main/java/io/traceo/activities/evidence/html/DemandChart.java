package io.traceo.activities.evidence.html;

import io.traceo.activities.evidence.html.Chart.Tick;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A region's demand drawn for one width of window: coordinates only.
 *
 * @param size {@code wide}, {@code medium} or {@code narrow}
 * @param history lines of the daily peaks, broken where days are missing, as the {@code d} of a
 *     path
 * @param forecast line of the expected peaks
 * @param band interval of the forecast
 * @param gaps days that are missing
 * @param levels what replicas carry
 * @param now where the forecast begins
 */
public record DemandChart(
    String id,
    String size,
    int width,
    int height,
    int left,
    int right,
    double top,
    double axisY,
    List<Tick> yTicks,
    List<Tick> xTicks,
    String history,
    @Nullable String forecast,
    @Nullable String band,
    List<Gap> gaps,
    List<Level> levels,
    double now) {

  /** Days that are missing. */
  public record Gap(double x, double width) {}

  /**
   * A horizontal line.
   *
   * @param look {@code sized}, {@code floor} or {@code most}
   */
  public record Level(String look, double y, String label, double labelY) {}
}
