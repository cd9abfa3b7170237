package io.traceo.activities.forecast;

import java.util.Arrays;

/**
 * A series that methods can work on.
 *
 * @param values a value a day, divided by the series' mean; NaN for a day that is missing or was
 *     left out
 * @param levelSince index of the first day of the present level, 0 when it did not change or has
 *     not lasted yet
 */
@SuppressWarnings("ArrayRecordComponent") // For calculating with: never compared, nor changed.
record CleanSeries(double[] values, int levelSince) {

  int length() {
    return values.length;
  }

  /**
   * Values of the weekday that a future day has, newest first, of the present level. At least one:
   * the newest of an older level, or the mean of what is there, when it has none.
   *
   * @param future 0 for the day after the last
   * @param most as many at most
   */
  double[] sameWeekday(int future, int most) {
    double[] found = new double[most];
    int count = 0;
    int newest = length() - Method.WEEK + future % Method.WEEK;
    for (int at = newest; at >= 0 && count < most; at -= Method.WEEK) {
      if (!Double.isNaN(values[at]) && (at >= levelSince || count == 0)) {
        found[count++] = values[at];
      }
    }
    if (count == 0) {
      return new double[] {Arrays.stream(values).filter(v -> !Double.isNaN(v)).average().orElse(0)};
    }
    return Arrays.copyOf(found, count);
  }

  /** Changes against the same day of the week before, where both are there. */
  double[] weeklyChanges() {
    double[] changes = new double[Math.max(0, length() - Method.WEEK)];
    int count = 0;
    for (int at = Method.WEEK; at < length(); at++) {
      double change = values[at] - values[at - Method.WEEK];
      if (!Double.isNaN(change)) {
        changes[count++] = change;
      }
    }
    return Arrays.copyOf(changes, count);
  }

  /**
   * The same without holes: a missing day is the mean of the nearest same weekdays before and
   * after.
   */
  double[] filled() {
    double[] filled = values.clone();
    for (int at = 0; at < filled.length; at++) {
      if (Double.isNaN(values[at])) {
        filled[at] = neighbours(at);
      }
    }
    return filled;
  }

  private double neighbours(int at) {
    double before = nearest(at, -Method.WEEK);
    double after = nearest(at, Method.WEEK);
    if (Double.isNaN(before)) {
      return Double.isNaN(after) ? sameWeekday(0, 1)[0] : after;
    }
    return Double.isNaN(after) ? before : (before + after) / 2;
  }

  private double nearest(int from, int step) {
    for (int at = from; at >= 0 && at < length(); at += step) {
      if (!Double.isNaN(values[at])) {
        return values[at];
      }
    }
    return Double.NaN;
  }
}
