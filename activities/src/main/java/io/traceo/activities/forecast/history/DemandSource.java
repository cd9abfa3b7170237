package io.traceo.activities.forecast.history;

import io.traceo.activities.Progress;
import io.traceo.workflows.capacity.DemandHistory;
import io.traceo.workflows.capacity.HistoryRequest;

/** Where a region's past demand can be read. Reading changes nothing. */
@FunctionalInterface
public interface DemandSource {
  /**
   * Days of a region before it was first seen: a day that is missing there is a gap, and no sign
   * that the history begins later.
   */
  int LEAD_DAYS = 7;

  /**
   * Reads the days that are wanted, and {@link #LEAD_DAYS} before them.
   *
   * @throws io.temporal.failure.ApplicationFailure {@code Unreachable} or {@code NotReady} when a
   *     later try may do, {@code Forbidden} or {@code InvalidRequest} when it can't
   */
  DemandHistory read(HistoryRequest request, Progress progress);
}
