package io.traceo.activities.capacity.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * The days that are judged, in parts of up to 30, each with the days before it: what is set from
 * data is set anew for each part, from those days alone.
 *
 * @param historyDays 90, or 30 where the trace is too short for that
 */
record Folds(int historyDays, List<Fold> list) {
  private static final int LENGTH = 30;
  private static final int LONG = 90;
  private static final int SHORT = 30;

  /** Days that are judged, the last one excluded. */
  record Fold(int historyFrom, int from, int to) {}

  /**
   * Of a trace of so many days.
   *
   * @throws TraceException when nothing is left to judge
   */
  static Folds of(Trace trace) {
    int days = trace.days();
    int history = days >= LONG + SHORT ? LONG : SHORT;
    if (days < SHORT + 7) {
      throw new TraceException(
          "%s has %d days; at least %d are needed: %d to set sizes and targets from, 7 to judge"
              .formatted(trace.name(), days, SHORT + 7, SHORT));
    }
    List<Fold> folds = new ArrayList<>();
    for (int from = history; from < days; from += LENGTH) {
      folds.add(new Fold(from - history, from, Math.min(days, from + LENGTH)));
    }
    return new Folds(history, folds);
  }

  int judgedDays() {
    return list.stream().mapToInt(f -> f.to() - f.from()).sum();
  }
}
