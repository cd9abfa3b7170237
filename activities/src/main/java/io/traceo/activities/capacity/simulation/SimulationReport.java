package io.traceo.activities.capacity.simulation;

import java.util.List;

/**
 * What a trace was used for, and what came of it.
 *
 * @param trace its name
 * @param from its first moment
 * @param days whole days of it
 * @param bucketSeconds as the trace is; demand between is on a straight line
 * @param filled values that were missing
 * @param scale what its values were multiplied by to be metrics per second
 * @param historyDays before each part, from which its sizes and targets are set
 * @param judgedDays the rest, in parts of up to 30 days
 * @param claims what may be said of it
 */
public record SimulationReport(
    String trace,
    String from,
    int days,
    long bucketSeconds,
    int filled,
    double scale,
    int historyDays,
    int judgedDays,
    Sizing sizing,
    List<Outcome> outcomes,
    List<Claim> claims) {

  /** Of a way of scaling and a time of start. */
  public Outcome outcome(Strategy strategy, int startMinutes) {
    return outcomes.stream()
        .filter(o -> o.strategy() == strategy && o.podStartMinutes() == startMinutes)
        .findFirst()
        .orElseThrow();
  }
}
