package io.traceo.activities.forecast;

import io.traceo.workflows.capacity.DemandHistory;
import io.traceo.workflows.capacity.DemandHistory.Gap;
import io.traceo.workflows.capacity.MethodForecast;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a person should know of a forecast before trusting it. */
final class Warnings {
  /** Days at the end that were left out may be a new level. */
  private static final int FRESH = 3;

  private Warnings() {}

  static List<String> of(DemandHistory history, Cleaning cleaning, MethodForecast chosen) {
    List<String> warnings = new ArrayList<>();
    int days = history.peaks().size();
    LocalDate begin = history.firstDay().plusDays(days - (long) cleaning.series().length());
    for (Gap gap : history.gaps()) {
      warnings.add(
          "%d day%s from %s missing (%s): taken from the same weekdays around"
              .formatted(gap.days(), gap.days() == 1 ? "" : "s", gap.firstDay(), gap.why()));
    }
    for (int day : cleaning.odd()) {
      odd(history, cleaning, day, begin, warnings);
    }
    Level level = cleaning.level();
    if (level.since() > 0) {
      warnings.add(changed(begin.plusDays(level.since()), level, cleaning.series().length()));
    }
    if (history.peaks().stream().allMatch(v -> v == null || v == 0)) {
      warnings.add("no demand at all in the history: check the query before this is planned with");
    } else if (chosen.lower().equals(chosen.upper())) {
      warnings.add("the history repeats itself exactly: the interval has no width");
    }
    return warnings;
  }

  private static void odd(
      DemandHistory history, Cleaning cleaning, int day, LocalDate begin, List<String> warnings) {
    int length = cleaning.series().length();
    Double value = history.peaks().get(history.peaks().size() - length + day);
    warnings.add(
        String.format(
            Locale.ROOT,
            "%s (%.0f metrics/s) is far from what its weekday is around then: left out%s",
            begin.plusDays(day),
            value,
            length - day <= FRESH
                ? "; if demand stays there, the forecast is wrong: make it again in a few days"
                : ""));
  }

  private static String changed(LocalDate since, Level level, int days) {
    String what =
        Double.isFinite(level.change())
            ? String.format(
                Locale.ROOT,
                "the level changed by %+.0f %% around %s",
                100 * (level.change() - 1),
                since)
            : "demand began around " + since;
    return what
        + (level.settled(days)
            ? ": the weekday mean counts from there; errors and intervals are from before, too"
            : ": that may be a new level or an odd week, and the forecast may be wrong;"
                + " make it again in a week");
  }
}
