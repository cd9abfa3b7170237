package io.traceo.activities.forecast;

import org.jspecify.annotations.Nullable;

/**
 * What a method expects of the days after a series, in the series' own unit.
 *
 * @param mean expected value of each day
 * @param stdev standard deviation of each day's error as the method itself sees it, 0 when it sees
 *     none; only its growth over the days counts, its size is calibrated
 * @param note what is special about it, in words; null when nothing is
 */
@SuppressWarnings("ArrayRecordComponent") // For calculating with: never compared, nor changed.
record Projection(double[] mean, double[] stdev, @Nullable String note) {}
