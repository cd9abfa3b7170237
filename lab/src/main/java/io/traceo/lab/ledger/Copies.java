package io.traceo.lab.ledger;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the members have of a ledger.
 *
 * @param leader rows of the one that leads
 * @param read rows of every member that could be read, the leader among them
 */
record Copies(MemberRows leader, List<MemberRows> read) {
  /** How long a leader is waited for, and followers that may still be replaying. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration LOOK = Duration.ofMillis(250);

  /** Reads members once; {@link ReadBack#read}. */
  interface Reading {
    ReadBack.Round read(Collection<String> regions) throws IOException;
  }

  /**
   * Reads every member. Asks those again that lack acknowledged rows, and everybody while nobody
   * leads, for a while; what was found complete is not read a second time.
   *
   * @throws NoLeaderException when no member that could be read leads: nothing can be said of loss
   */
  static Copies readUntilComplete(Reading reading, Set<String> regions, Writes acknowledged)
      throws IOException {
    Map<String, MemberRows> rows = new TreeMap<>();
    Collection<String> asked = regions;
    long started = System.nanoTime();
    while (true) {
      rows.keySet().removeAll(asked);
      ReadBack.Round round = reading.read(asked);
      rows.putAll(round.rows());
      Optional<MemberRows> leader = leader(rows.values());
      asked = leader.isPresent() ? incomplete(rows, acknowledged, leader.get()) : regions;
      if (asked.isEmpty() || System.nanoTime() - started > PATIENCE.toNanos()) {
        return new Copies(
            leader.orElseThrow(() -> new NoLeaderException(round.unread())),
            List.copyOf(rows.values()));
      }
      Pause.of(LOOK);
    }
  }

  private static Set<String> incomplete(
      Map<String, MemberRows> rows, Writes acknowledged, MemberRows leader) {
    Set<String> regions = new HashSet<>();
    rows.forEach(
        (region, member) -> {
          if (member.missing(acknowledged, leader) > 0) {
            regions.add(region);
          }
        });
    return regions;
  }

  /** The one that leads with the highest epoch, then timeline. */
  private static Optional<MemberRows> leader(Collection<MemberRows> read) {
    return read.stream()
        .filter(MemberRows::leading)
        .max(Comparator.comparingLong(MemberRows::epoch).thenComparingInt(MemberRows::timeline));
  }

  /** Nobody leads, or nobody who does can be read. May pass: ask again. */
  static final class NoLeaderException extends IOException {
    NoLeaderException(Map<String, String> unread) {
      super(
          "no member that could be read leads the group"
              + (unread.isEmpty() ? "" : "; not read: " + unread));
    }
  }
}
