package io.traceo.workflows.activity;

import io.temporal.activity.ActivityInterface;
import io.traceo.workflows.capacity.DemandHistory;
import io.traceo.workflows.capacity.ForecastRequest;
import io.traceo.workflows.capacity.HistoryRequest;
import io.traceo.workflows.capacity.RegionForecast;

/**
 * Demand of a region: what it was and what it is expected to be. Served by the control workers.
 * Changes nothing and is safe to repeat: the same days of the past give the same answer, as long as
 * the source keeps them.
 *
 * <p>Failures: {@code Unreachable} and {@code NotReady} are retried; {@code InvalidRequest}, {@code
 * Forbidden} and {@code Corrupt} are final. Messages name the region and the field.
 */
@ActivityInterface(namePrefix = "Forecast")
public interface ForecastActivities {

  /**
   * Demand per day, from the region's source. Heartbeats with each part that it has read. Too few
   * days are no failure here: the answer has them, and says what is wrong in {@link
   * DemandHistory#problems}.
   */
  DemandHistory history(HistoryRequest request);

  /**
   * The days after a history, by every method, and which of them the plan uses. Takes below a
   * second. A history with problems is an {@code InvalidRequest} that names them.
   */
  RegionForecast forecast(ForecastRequest request);
}
