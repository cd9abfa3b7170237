package io.traceo.activities.forecast;

/** One way to expect what comes from what was. Without state: safe for many threads. */
interface Method {
  /** Days of a season. */
  int WEEK = 7;

  /** What people call it. */
  String name();

  /**
   * The days after the series.
   *
   * @throws NoFitException when the method cannot be used on this series
   */
  Projection project(CleanSeries series, int days);
}
