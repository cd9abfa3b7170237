package io.traceo.workflows.capacity;

import java.time.LocalDate;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * What a region's demand is expected to be, in metrics/s.
 *
 * @param firstDay day of the first value of every method
 * @param days that are forecast
 * @param chosen name of the method that the plan uses
 * @param reason why that one, and by how much, in words
 * @param methods all of them, SARIMA first
 * @param peak highest of the chosen method's daily peaks
 * @param peakDay when
 * @param upperPeak highest upper end of the chosen method's interval
 * @param average mean demand over the days: the chosen method's daily peaks, each times what a
 *     day's mean was of its peak in the history
 * @param headroom share that was asked for
 * @param withHeadroom the peak and the headroom: what capacity is sized on
 * @param warnings what a person should know, in words: filled gaps, days left out, a changed level
 */
public record RegionForecast(
    String region,
    LocalDate firstDay,
    int days,
    String chosen,
    String reason,
    List<MethodForecast> methods,
    double peak,
    LocalDate peakDay,
    double upperPeak,
    double average,
    double headroom,
    double withHeadroom,
    List<String> warnings) {

  /** Days that are forecast. */
  public static final int DAYS = 30;

  public RegionForecast {
    methods = methods == null ? List.of() : List.copyOf(methods);
    warnings = warnings == null ? List.of() : List.copyOf(warnings);
  }

  /** The forecast of the chosen method. */
  public MethodForecast chosenMethod() {
    return methods.stream()
        .filter(m -> m.name().equals(chosen))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException("no forecast by " + chosen));
  }
}
