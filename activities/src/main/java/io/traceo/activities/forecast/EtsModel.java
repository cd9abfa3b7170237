package io.traceo.activities.forecast;

/**
 * Exponential smoothing with additive errors and a weekly season, with or without a damped trend:
 * ETS(A,N,A) and ETS(A,Ad,A). Formulas: Hyndman and Athanasopoulos, Forecasting: principles and
 * practice, 3rd edition, tables 8.7 and 8.8 (otexts.com/fpp3/ets.html). A missing day has no error,
 * so that the state goes on by itself.
 *
 * @param alpha weight of an error for the level
 * @param beta for the trend, 0 without one
 * @param gamma for the season
 * @param phi share of the trend that is left after a day, 0 without one
 */
record EtsModel(double alpha, double beta, double gamma, double phi) {

  /** A state before a day: level, trend, and the season of that day and the six after it. */
  @SuppressWarnings("ArrayRecordComponent") // For calculating with: never compared, nor changed.
  record State(double level, double trend, double[] season) {}

  /**
   * Errors of forecasting each day from the day before, 0 for a missing day; and the state after
   * the last.
   */
  Run run(double[] y, State start) {
    double level = start.level();
    double trend = start.trend();
    double[] season = start.season().clone();
    double[] errors = new double[y.length];
    for (int at = 0; at < y.length; at++) {
      int day = at % Method.WEEK;
      double expected = level + phi * trend + season[day];
      double error = Double.isNaN(y[at]) ? 0 : y[at] - expected;
      errors[at] = error;
      level += phi * trend + alpha * error;
      trend = phi * trend + beta * error;
      season[day] += gamma * error;
    }
    double[] ahead = new double[Method.WEEK];
    for (int day = 0; day < Method.WEEK; day++) {
      ahead[day] = season[(y.length + day) % Method.WEEK];
    }
    return new Run(errors, new State(level, trend, ahead));
  }

  /** Expected values after a state. */
  double[] expect(State state, int days) {
    double[] mean = new double[days];
    double damped = 0;
    double power = 1;
    for (int day = 0; day < days; day++) {
      power *= phi;
      damped += power;
      mean[day] = state.level() + damped * state.trend() + state.season()[day % Method.WEEK];
    }
    return mean;
  }

  /**
   * Standard deviation of the error after one and more days, in units of that after one: the
   * coefficients c of the same source, section 8.7.
   */
  double[] growth(int days) {
    double[] stdev = new double[days];
    double variance = 1;
    double damped = 0;
    double power = 1;
    for (int day = 0; day < days; day++) {
      stdev[day] = Math.sqrt(variance);
      power *= phi;
      damped += power;
      double weight = alpha + beta * damped + ((day + 1) % Method.WEEK == 0 ? gamma : 0);
      variance += weight * weight;
    }
    return stdev;
  }

  /** What {@link #run} gives. */
  @SuppressWarnings("ArrayRecordComponent") // For calculating with: never compared, nor changed.
  record Run(double[] errors, State last) {}
}
