package io.traceo.workflows.capacity;

import java.util.Arrays;
import java.util.List;

/**
 * Demand of all regions together, in metrics/s. Regions do not peak at the same hour: the sum of
 * their peaks of a day is at least the peak of their sum.
 *
 * @param daily sum of the regions' expected daily peaks
 * @param peak highest of them
 * @param average sum of the regions' averages
 * @param withHeadroom sum of what the regions are sized on: each carries its own peak
 */
public record GlobalForecast(List<Double> daily, double peak, double average, double withHeadroom) {
  public GlobalForecast {
    daily = daily == null ? List.of() : List.copyOf(daily);
  }

  /**
   * Adds up.
   *
   * @throws IllegalArgumentException when the regions' days differ
   */
  public static GlobalForecast of(List<RegionForecast> regions) {
    int days = regions.isEmpty() ? 0 : regions.get(0).days();
    double[] daily = new double[days];
    double average = 0;
    double withHeadroom = 0;
    double peak = 0;
    for (RegionForecast region : regions) {
      if (region.days() != days || !region.firstDay().equals(regions.get(0).firstDay())) {
        throw new IllegalArgumentException(
            "the forecast of %s begins on %s and has %d days, that of %s begins on %s and has %d"
                .formatted(
                    region.region(),
                    region.firstDay(),
                    region.days(),
                    regions.get(0).region(),
                    regions.get(0).firstDay(),
                    days));
      }
      List<Double> mean = region.chosenMethod().mean();
      for (int day = 0; day < days; day++) {
        daily[day] += mean.get(day);
        peak = Math.max(peak, daily[day]);
      }
      average += region.average();
      withHeadroom += region.withHeadroom();
    }
    return new GlobalForecast(Arrays.stream(daily).boxed().toList(), peak, average, withHeadroom);
  }
}
