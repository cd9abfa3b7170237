package io.traceo.workflows.capacity;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Demand of a region per day of UTC, in metrics/s. A day has two values: its highest sample, which
 * capacity is sized on, and the mean of its samples, which cost is counted from. A day that is not
 * whole has neither, and stands in the gaps.
 *
 * @param source in words, without secrets
 * @param firstDay day of the first value
 * @param peaks highest sample of each day, null for a missing day
 * @param means mean of each day, null for a missing day
 * @param gaps runs of missing days
 * @param problems why no forecast can be made from it, each naming region and field; empty when one
 *     can
 */
public record DemandHistory(
    String region,
    String source,
    LocalDate firstDay,
    List<@Nullable Double> peaks,
    List<@Nullable Double> means,
    List<Gap> gaps,
    List<String> problems) {
  public DemandHistory {
    peaks = copy(peaks);
    means = copy(means);
    gaps = gaps == null ? List.of() : List.copyOf(gaps);
    problems = problems == null ? List.of() : List.copyOf(problems);
  }

  private static List<@Nullable Double> copy(@Nullable List<@Nullable Double> values) {
    // List.copyOf refuses null.
    List<@Nullable Double> copy = new ArrayList<>();
    if (values != null) {
      copy.addAll(values);
    }
    return Collections.unmodifiableList(copy);
  }

  /**
   * Days in a row without a value.
   *
   * @param why for example "184 of 288 samples"
   */
  public record Gap(LocalDate firstDay, int days, String why) {}
}
