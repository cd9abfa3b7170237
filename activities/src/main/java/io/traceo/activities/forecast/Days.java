package io.traceo.activities.forecast;

import io.traceo.workflows.capacity.DemandHistory;
import java.util.Arrays;
import java.util.List;

/** The days of a history as numbers. */
final class Days {
  private Days() {}

  /** NaN for a missing day, which is null there: compilers do not see that from other modules. */
  static double[] values(List<Double> days) {
    return days.stream().mapToDouble(v -> v == null ? Double.NaN : v).toArray();
  }

  /** The last days, as many as there are at most. */
  static double[] last(double[] days, int most) {
    return Arrays.copyOfRange(days, Math.max(0, days.length - most), days.length);
  }

  /** What a day's mean typically is of its peak: the median over the days; 1 without demand. */
  static double meanOfPeak(DemandHistory history) {
    double[] peaks = values(history.peaks());
    double[] shares = values(history.means());
    for (int day = 0; day < shares.length; day++) {
      shares[day] = peaks[day] > 0 ? shares[day] / peaks[day] : Double.NaN;
    }
    double median = Cleaning.median(shares);
    return Double.isNaN(median) ? 1 : median;
  }
}
