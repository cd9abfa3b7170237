package io.traceo.lab.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who led when, as read off the acknowledgements alone: one term for each epoch, timeline and
 * server that acknowledged anything, in the order of epoch, timeline, first acknowledgement.
 */
final class Terms {
  /** What a term is known by. */
  private record Key(long epoch, int timeline, String server) {}

  /** One server's time as a leader. */
  static final class Term {
    final Key key;
    final List<JournalEntry> acknowledged = new ArrayList<>();
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;

    private Term(Key key) {
      this.key = key;
    }

    String server() {
      return key.server();
    }

    private void add(JournalEntry entry) {
      acknowledged.add(entry);
      first = Math.min(first, entry.endNanos());
      last = Math.max(last, entry.endNanos());
    }
  }

  private final List<Term> inOrder;

  Terms(List<JournalEntry> entries) {
    Map<Key, Term> terms = new HashMap<>();
    for (JournalEntry entry : entries) {
      if (entry.acknowledged()) {
        Key key = new Key(entry.epoch(), entry.timeline(), entry.server());
        terms.computeIfAbsent(key, Term::new).add(entry);
      }
    }
    this.inOrder =
        terms.values().stream()
            .sorted(
                Comparator.comparingLong((Term t) -> t.key.epoch())
                    .thenComparingInt(t -> t.key.timeline())
                    .thenComparingLong(t -> t.first))
            .toList();
  }

  /** Writes that a server acknowledged although they were sent when a later leader already had. */
  long doubleLeader() {
    long count = 0;
    for (int i = 0; i < inOrder.size(); i++) {
      Term old = inOrder.get(i);
      long replaced =
          inOrder.stream()
              .skip(i + 1L)
              .filter(t -> !t.server().equals(old.server()))
              .mapToLong(t -> t.first)
              .min()
              .orElse(Long.MAX_VALUE);
      count += old.acknowledged.stream().filter(e -> e.sentNanos() > replaced).count();
    }
    return count;
  }

  /**
   * Last acknowledgement of the old leader before the first change from it to the new one; the zero
   * of a planned switch. {@code fallback} when there was no such change.
   */
  long lastBeforeChange(String oldLeader, String newLeader, long fallback) {
    long last = fallback;
    boolean seenOld = false;
    for (Term term : inOrder) {
      if (term.server().equals(oldLeader)) {
        seenOld = true;
        last = Math.max(last, term.last);
      } else if (seenOld && term.server().equals(newLeader)) {
        return last;
      }
    }
    return fallback;
  }
}
