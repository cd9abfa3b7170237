package io.traceo.activities.capacity.simulation;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.function.IntToDoubleFunction;

/** Traces and sizes for tests. */
final class Traces {
  static final Sizing SIZING = new Sizing(2, 100, 60, 1.3, 60);

  private Traces() {}

  /** A value every 15 minutes, from the bucket's number. */
  static Trace quarters(int days, IntToDoubleFunction value) {
    return trace(days, Duration.ofMinutes(15), value);
  }

  static Trace trace(int days, Duration bucket, IntToDoubleFunction value) {
    double[] values = new double[(int) Duration.ofDays(days).dividedBy(bucket)];
    for (int i = 0; i < values.length; i++) {
      values[i] = value.applyAsDouble(i);
    }
    return new Trace("test", LocalDateTime.parse("2026-01-01T00:00"), bucket, values, 0);
  }

  /** Busy by day, quiet by night and at weekends, now and then a leap. */
  static double working(int quarter) {
    double hour = quarter % 96 / 4.0;
    boolean weekend = quarter / 96 % 7 >= 5;
    double wave = 1 - Math.cos(2 * Math.PI * hour / 24);
    double leap = quarter % 331 == 0 ? 2 : 1;
    return (500 + 1000 * wave * (weekend ? 0.6 : 1)) * leap;
  }
}
