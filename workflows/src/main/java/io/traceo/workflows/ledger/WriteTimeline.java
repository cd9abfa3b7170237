package io.traceo.workflows.ledger;

import java.util.List;

/**
 * Acknowledged writes over time, around the fault or the planned switch. A write counts when its
 * answer reached the client.
 *
 * @param fromMs start of the first bucket after the zero, negative when before it. The zero is the
 *     fault, or the decision of a planned switch
 * @param bucketMs width of a bucket
 * @param clientTimesZeroMs where on this axis the zero of {@link LedgerAccount.ClientTimes} is: 0
 *     after a fault, the old leader's last acknowledgement in a planned switch
 * @param series one for each kind of client and each server that acknowledged, all of one length
 */
public record WriteTimeline(
    long fromMs, int bucketMs, long clientTimesZeroMs, List<Series> series) {
  public WriteTimeline {
    series = series == null ? List.of() : List.copyOf(series);
  }

  /**
   * Writes of one kind of client that one server acknowledged.
   *
   * @param client kind of client
   * @param server region that acknowledged
   * @param acknowledged writes in each bucket
   */
  public record Series(String client, String server, List<Integer> acknowledged) {
    public Series {
      acknowledged = acknowledged == null ? List.of() : List.copyOf(acknowledged);
    }
  }
}
