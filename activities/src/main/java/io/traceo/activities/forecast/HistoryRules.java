package io.traceo.activities.forecast;

import io.traceo.workflows.capacity.DemandHistory;
import io.traceo.workflows.capacity.HistoryRequest;
import java.util.ArrayList;
import java.util.List;

/** What a history must be for a forecast to be made of it. */
public final class HistoryRules {
  /** Missing days among those that are needed. */
  private static final int MOST_MISSING = 9;

  /** Missing days in a row: a weekday more often would be guessed from the month before. */
  private static final int LONGEST_GAP = 7;

  private HistoryRules() {}

  /** Every problem, naming region and field; empty when a forecast can be made. */
  public static List<String> problems(DemandHistory history) {
    List<String> problems = new ArrayList<>();
    int days = history.peaks().size();
    if (days < HistoryRequest.NEEDED_DAYS) {
      problems.add(
          problem(
              history,
              "days",
              days == 0
                  ? "no day of history is there, %d are needed"
                      .formatted(HistoryRequest.NEEDED_DAYS)
                  : "%d days of history are there (%s to %s), %d are needed"
                      .formatted(
                          days,
                          history.firstDay(),
                          history.firstDay().plusDays(days - 1L),
                          HistoryRequest.NEEDED_DAYS)));
    }
    if (history.means().size() != days) {
      problems.add(
          problem(
              history,
              "means",
              "%d days, and peaks has %d".formatted(history.means().size(), days)));
    }
    gaps(history, problems);
    values(history, "peaks", problems);
    values(history, "means", problems);
    return problems;
  }

  private static void gaps(DemandHistory history, List<String> problems) {
    double[] days = Days.last(Days.values(history.peaks()), HistoryRequest.NEEDED_DAYS);
    int missing = 0;
    int run = 0;
    int longest = 0;
    for (double value : days) {
      run = Double.isNaN(value) ? run + 1 : 0;
      missing += run > 0 ? 1 : 0;
      longest = Math.max(longest, run);
    }
    if (missing > MOST_MISSING || longest > LONGEST_GAP) {
      problems.add(
          problem(
              history,
              "gaps",
              "%d of the last %d days are missing, %d in a row; at most %d, and %d in a row, can be filled"
                  .formatted(missing, days.length, longest, MOST_MISSING, LONGEST_GAP)));
    }
  }

  private static void values(DemandHistory history, String field, List<String> problems) {
    double[] days = Days.values(field.equals("peaks") ? history.peaks() : history.means());
    for (int day = 0; day < days.length; day++) {
      if (days[day] < 0 || Double.isInfinite(days[day])) {
        problems.add(
            problem(
                history,
                field,
                "%s is %s: demand is a number and never negative; correct the query or the file"
                    .formatted(history.firstDay().plusDays(day), days[day])));
        return;
      }
    }
  }

  private static String problem(DemandHistory history, String field, String what) {
    return "region %s, field %s: %s".formatted(history.region(), field, what);
  }
}
