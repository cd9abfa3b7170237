package io.traceo.activities.forecast.history;

import io.traceo.activities.forecast.HistoryRules;
import io.traceo.workflows.capacity.DemandHistory;
import io.traceo.workflows.capacity.DemandHistory.Gap;
import io.traceo.workflows.capacity.HistoryRequest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Samples of a region's demand, gathered into days. */
final class Samples {
  /** A day with less of its samples is missing: its peak may be among those that are not there. */
  private static final double WHOLE = 0.9;

  private final HistoryRequest request;
  private final LocalDate begin;
  private final double[] highest;
  private final double[] sum;
  private final int[] count;
  private @Nullable String impossible;

  Samples(HistoryRequest request) {
    this.request = request;
    int days = request.days() + DemandSource.LEAD_DAYS;
    this.begin = request.lastDay().minusDays(days - 1L);
    this.highest = new double[days];
    this.sum = new double[days];
    this.count = new int[days];
  }

  /** First day that may be added. */
  LocalDate begin() {
    return begin;
  }

  /**
   * Adds one; days outside what was asked for do not count.
   *
   * @param value in metrics/s; one that demand can't have is kept for the problems
   * @param where for the message
   */
  void add(LocalDate day, double value, String where) {
    int at = (int) (day.toEpochDay() - begin.toEpochDay());
    if (at < 0 || at >= count.length) {
      return;
    }
    if (!(value >= 0 && Double.isFinite(value))) {
      if (impossible == null) {
        impossible =
            "region %s, field %s: %s is %s: demand is a number and never negative"
                .formatted(request.region(), where, day, value);
      }
      return;
    }
    highest[at] = count[at] == 0 ? value : Math.max(highest[at], value);
    sum[at] += value;
    count[at]++;
  }

  /**
   * The days that were asked for. The history begins at the first whole one.
   *
   * @param source in words, without secrets
   * @param perDay samples of a whole day
   */
  DemandHistory history(String source, int perDay) {
    int first = 0;
    while (first < count.length && !whole(first, perDay)) {
      first++;
    }
    int from = Math.max(first, DemandSource.LEAD_DAYS);
    List<Double> peaks = new ArrayList<>();
    List<Double> means = new ArrayList<>();
    List<Gap> gaps = new ArrayList<>();
    for (int at = from; at < count.length; at++) {
      boolean whole = whole(at, perDay);
      peaks.add(whole ? Double.valueOf(highest[at]) : missing());
      means.add(whole ? Double.valueOf(sum[at] / count[at]) : missing());
      if (!whole && (at == from || whole(at - 1, perDay))) {
        gaps.add(gap(at, perDay));
      }
    }
    DemandHistory history =
        new DemandHistory(
            request.region(), source, begin.plusDays(from), peaks, means, gaps, List.of());
    List<String> problems = new ArrayList<>(HistoryRules.problems(history));
    if (impossible != null) {
      problems.add(impossible);
    }
    return new DemandHistory(
        history.region(), source, history.firstDay(), peaks, means, gaps, problems);
  }

  /** Lists of a history hold null; the compiler does not see that from other modules. */
  @SuppressWarnings("NullAway")
  private static Double missing() {
    return null;
  }

  private boolean whole(int at, int perDay) {
    return count[at] >= WHOLE * perDay;
  }

  private Gap gap(int from, int perDay) {
    int to = from;
    int most = 0;
    while (to < count.length && !whole(to, perDay)) {
      most = Math.max(most, count[to++]);
    }
    String why =
        most == 0
            ? "no samples"
            : "%s%d of %d samples".formatted(to - from > 1 ? "at most " : "", most, perDay);
    return new Gap(begin.plusDays(from), to - from, why);
  }
}
