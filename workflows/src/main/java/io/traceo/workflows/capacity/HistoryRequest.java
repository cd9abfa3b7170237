package io.traceo.workflows.capacity;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Which days of whose demand.
 *
 * @param region whose
 * @param query PromQL whose one series is the region's demand in metrics/s; {@code $region} in it
 *     stands for the region's id. Sources that are files need none
 * @param lastDay last whole day, in UTC; a day that is not over has no peak yet
 * @param days that are wanted, up to and with the last one
 */
public record HistoryRequest(String region, @Nullable String query, LocalDate lastDay, int days) {

  /** Days that a forecast needs. */
  public static final int NEEDED_DAYS = 90;
}
