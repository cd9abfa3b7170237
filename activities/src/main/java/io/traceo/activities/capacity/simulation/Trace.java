package io.traceo.activities.capacity.simulation;

import java.time.Duration;
import java.time.LocalDateTime;

/** Demand in buckets of one length, without gaps. */
public final class Trace {
  private final String name;
  private final LocalDateTime start;
  private final Duration bucket;
  private final double[] values;
  private final int filled;

  /**
   * A trace.
   *
   * @param name for people
   * @param start of the first bucket
   * @param bucket length of each
   * @param values average of each, 0 or above, in any unit
   * @param filled how many of them were missing and were put on the line between their neighbours
   */
  public Trace(String name, LocalDateTime start, Duration bucket, double[] values, int filled) {
    this.name = name;
    this.start = start;
    this.bucket = bucket;
    this.values = values.clone();
    this.filled = filled;
  }

  /** For people. */
  public String name() {
    return name;
  }

  /** Of the first bucket. */
  public LocalDateTime start() {
    return start;
  }

  /** Length of a bucket. */
  public Duration bucket() {
    return bucket;
  }

  /** Buckets that were missing. */
  public int filled() {
    return filled;
  }

  int size() {
    return values.length;
  }

  double value(int index) {
    return values[index];
  }

  /** Whole days. */
  public int days() {
    return Math.toIntExact(bucket.multipliedBy(values.length).toDays());
  }

  /** The highest value. */
  public double peak() {
    double peak = 0;
    for (double value : values) {
      peak = Math.max(peak, value);
    }
    return peak;
  }
}
