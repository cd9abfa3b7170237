package io.traceo.activities.forecast;

/**
 * Since when a series has its present level. Weeks before and after a day are compared weekday by
 * weekday, so that the season does not count.
 *
 * @param since index of its first day, 0 when it never changed
 * @param change the present level as a share of the one before, 1 when it never changed
 */
record Level(int since, double change) {
  private static final int WEEKS = 3;

  /** A change is at least this share of the series' mean. */
  private static final double SHARE = 0.2;

  /** And this many robust standard deviations of a day. */
  private static final double DEVIATIONS = 4;

  /** One odd week (a holiday) looks like a new level: two weeks do not. */
  private static final int SETTLED = 14;

  /** Whether there is a new level, and it has lasted. */
  boolean settled(int days) {
    return since > 0 && days - since >= SETTLED;
  }

  static Level find(double[] values, double spread) {
    Level found = new Level(0, 1);
    double limit = Math.max(SHARE, DEVIATIONS * spread);
    // The largest change first; then what came after it has the same question.
    for (Level next = largest(values, 0, limit);
        next.since() > found.since();
        next = largest(values, found.since(), limit)) {
      found = next;
    }
    return found;
  }

  private static Level largest(double[] values, int from, double limit) {
    Level found = new Level(from, 1);
    double most = limit;
    for (int at = from + Method.WEEK; at <= values.length - Method.WEEK; at++) {
      double before = typical(values, Math.max(from, at - WEEKS * Method.WEEK), at);
      double after = typical(values, at, Math.min(values.length, at + WEEKS * Method.WEEK));
      double change = Math.abs(after - before);
      if (change > most) {
        most = change;
        found = new Level(at, before == 0 ? Double.POSITIVE_INFINITY : after / before);
      }
    }
    return found;
  }

  /** The mean over weekdays of each weekday's mean: odd days are left out already. */
  private static double typical(double[] values, int from, int to) {
    double sum = 0;
    int weekdays = 0;
    for (int weekday = 0; weekday < Method.WEEK; weekday++) {
      double ofWeekday = 0;
      int count = 0;
      for (int at = from + weekday; at < to; at += Method.WEEK) {
        if (!Double.isNaN(values[at])) {
          ofWeekday += values[at];
          count++;
        }
      }
      if (count > 0) {
        sum += ofWeekday / count;
        weekdays++;
      }
    }
    return weekdays == 0 ? 0 : sum / weekdays;
  }
}
