package io.traceo.lab.ledger;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one member has of a ledger.
 *
 * @param region as configured
 * @param leading not in recovery
 * @param epoch the member's own
 * @param timeline 0 when it is in recovery
 */
record MemberRows(
    String region, boolean leading, long epoch, int timeline, Map<String, Found> found) {

  static MemberRows of(String region, boolean leading, long epoch, int timeline) {
    return new MemberRows(region, leading, epoch, timeline, new TreeMap<>());
  }

  /** Sequence numbers found of one client. */
  static final class Found {
    private final BitSet once = new BitSet();
    private final BitSet again = new BitSet();

    private void add(long seq) {
      int bit = Math.toIntExact(seq);
      if (once.get(bit)) {
        again.set(bit);
      }
      once.set(bit);
    }
  }

  /** One row was read. */
  void add(String client, long seq) {
    found.computeIfAbsent(client, c -> new Found()).add(seq);
  }

  boolean has(String client, long seq) {
    Found rows = found.get(client);
    return rows != null && rows.once.get(Math.toIntExact(seq));
  }

  /** Writes found, each counted once. */
  long distinct() {
    return found.values().stream().mapToLong(f -> f.once.cardinality()).sum();
  }

  /** Writes found more than once. */
  long duplicates() {
    return found.values().stream().mapToLong(f -> f.again.cardinality()).sum();
  }
}
