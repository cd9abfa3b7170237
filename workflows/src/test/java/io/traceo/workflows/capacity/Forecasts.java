package io.traceo.workflows.capacity;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Forecasts and histories that a test knows the numbers of. */
final class Forecasts {
  static final LocalDate TOMORROW = LocalDate.of(2026, 11, 28);

  private Forecasts() {}

  /** A peak on the third day, two thirds of it on all others, on average a half of it. */
  static RegionForecast of(String region, double peak, double headroom) {
    List<Double> mean = new ArrayList<>(Collections.nCopies(30, peak * 2 / 3));
    mean.set(2, peak);
    return new RegionForecast(
        region,
        TOMORROW,
        30,
        "weekday mean",
        "weekday mean: no other was better",
        List.of(new MethodForecast("weekday mean", mean, mean, mean, null, null)),
        peak,
        TOMORROW.plusDays(2),
        peak,
        peak / 2,
        headroom,
        peak * (1 + headroom),
        List.of());
  }

  static DemandHistory history(String region, double peak, int days) {
    return new DemandHistory(
        region,
        "a test",
        TOMORROW.minusDays(days),
        Collections.nCopies(days, peak),
        Collections.nCopies(days, peak / 2),
        List.of(),
        days < 90
            ? List.of(
                "region %s, field days: %d days of history are there, 90 are needed"
                    .formatted(region, days))
            : List.of());
  }
}
