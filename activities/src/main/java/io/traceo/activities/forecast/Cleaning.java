package io.traceo.activities.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A history made ready for the methods: divided by its mean, single odd days left out, and the
 * present level found. Everything that is done is kept, so that it can be told.
 *
 * @param series for the methods
 * @param unit what its values are to be multiplied with
 * @param odd indexes of days that were left out
 * @param level since when it is what it is now
 */
record Cleaning(CleanSeries series, double unit, List<Integer> odd, Level level) {
  /** An odd day is this many robust standard deviations off what its weekday is around then. */
  private static final double ODD_DEVIATIONS = 6;

  /** And at least this share of the series' mean. */
  private static final double ODD_SHARE = 0.2;

  /** More odd days in a row are no accident: they stay. */
  private static final int ODD_IN_A_ROW = 2;

  private static final int WEEKS_AROUND = 3;

  /** From the median of absolute deviations to the standard deviation of a normal distribution. */
  private static final double NORMAL = 1.4826;

  /**
   * Looks at a history.
   *
   * @param raw a value a day, NaN for a missing one
   */
  static Cleaning of(double[] raw) {
    double mean = Arrays.stream(raw).filter(v -> !Double.isNaN(v)).average().orElse(0);
    double unit = mean > 0 ? mean : 1;
    double[] values = Arrays.stream(raw).map(v -> v / unit).toArray();
    double[] off = offWeekday(values);
    double spread = NORMAL * median(Arrays.stream(off).map(Math::abs).toArray());
    List<Integer> odd = odd(off, Math.max(ODD_DEVIATIONS * spread, ODD_SHARE));
    for (int day : odd) {
      values[day] = Double.NaN;
    }
    Level level = Level.find(values, spread);
    return new Cleaning(
        new CleanSeries(values, level.settled(values.length) ? level.since() : 0),
        unit,
        odd,
        level);
  }

  /** Each day against the median of the same weekday in the weeks around it. */
  private static double[] offWeekday(double[] values) {
    double[] off = new double[values.length];
    for (int at = 0; at < values.length; at++) {
      double[] around = new double[2 * WEEKS_AROUND];
      Arrays.fill(around, Double.NaN);
      for (int week = 1; week <= WEEKS_AROUND; week++) {
        int before = at - week * Method.WEEK;
        int after = at + week * Method.WEEK;
        around[week - 1] = before >= 0 ? values[before] : Double.NaN;
        around[WEEKS_AROUND + week - 1] = after < values.length ? values[after] : Double.NaN;
      }
      off[at] = values[at] - median(around);
    }
    return off;
  }

  private static List<Integer> odd(double[] off, double limit) {
    List<Integer> found = new ArrayList<>();
    List<Integer> run = new ArrayList<>();
    for (int at = 0; at <= off.length; at++) {
      if (at < off.length && Math.abs(off[at]) > limit) {
        run.add(at);
        continue;
      }
      if (run.size() <= ODD_IN_A_ROW) {
        found.addAll(run);
      }
      run.clear();
    }
    return found;
  }

  /** The median of what is there; NaN when nothing is. */
  static double median(double[] values) {
    double[] there = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    int half = there.length / 2;
    if (there.length == 0) {
      return Double.NaN;
    }
    return there.length % 2 == 1 ? there[half] : (there[half - 1] + there[half]) / 2;
  }
}
