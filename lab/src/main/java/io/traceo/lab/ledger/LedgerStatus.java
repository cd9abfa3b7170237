package io.traceo.lab.ledger;

import io.traceo.workflows.ledger.LedgerProgress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger's process says of itself.
 *
 * @param acknowledged confirmed and in the flushed journal
 * @param acknowledgedPerSecond over the last second
 * @param unknown may or may not have been done
 * @param refused certainly not done
 * @param connections those that had a write acknowledged, by name
 * @param expectedConnections how many there are in all
 * @param clockOffsetMs this machine's monotonic clock minus the injector's
 * @param clockUncertaintyMs half the round trip of that measurement
 * @param problem why nothing is written any more, null while all is well
 */
public record LedgerStatus(
    long acknowledged,
    double acknowledgedPerSecond,
    long unknown,
    long refused,
    List<Connection> connections,
    int expectedConnections,
    double clockOffsetMs,
    double clockUncertaintyMs,
    @Nullable String problem) {
  public LedgerStatus {
    connections = List.copyOf(connections);
  }

  /**
   * A connection's last acknowledged write.
   *
   * @param client {@code kind-number}
   * @param server who acknowledged it
   * @param sentMillis wall clock at which it was sent
   */
  public record Connection(
      String client, String server, long epoch, int timeline, long sentMillis) {}

  /** The part that workflows know; one entry for every connection. */
  public LedgerProgress progress() {
    return new LedgerProgress(
        acknowledged,
        acknowledgedPerSecond,
        connections.stream()
            .map(c -> new LedgerProgress.ClientServer(c.client(), c.server()))
            .toList());
  }

  /** Whether every connection wrote to that region last, with a write sent at or after a time. */
  public boolean convergedOn(String region, long sinceMillis) {
    return connections.size() == expectedConnections
        && connections.stream()
            .allMatch(c -> c.server().equals(region) && c.sentMillis() >= sinceMillis);
  }
}
