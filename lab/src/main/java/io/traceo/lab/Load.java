package io.traceo.lab;

import io.traceo.lab.ledger.LedgerConfig.Connections;
import java.time.Duration;

/** How many clients a ledger needs, since each one waits for its copies before the next write. */
final class Load {
  // Ten clients at 35 writes a second each are bound by their pace up to about this long a commit.
  private static final long PACED_MILLIS = 25;
  private static final int MOST_TIMES = 4;

  private Load() {}

  /**
   * Clients that keep up the usual load.
   *
   * @param roundTrip between members of the group, the longest
   */
  static Connections forRoundTrip(Duration roundTrip) {
    long times = Math.max(1, (roundTrip.toMillis() + PACED_MILLIS - 1) / PACED_MILLIS);
    int by = (int) Math.min(MOST_TIMES, times);
    Connections usual = Connections.DEFAULT;
    return new Connections(
        usual.strictTtl() * by, usual.reResolving() * by, usual.multiHost() * by);
  }
}
