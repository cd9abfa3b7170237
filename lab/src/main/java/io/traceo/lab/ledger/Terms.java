package io.traceo.lab.ledger;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Who led when, as read off the acknowledgements alone: one term for each epoch, timeline and
 * server that acknowledged anything, in the order of epoch, timeline, first acknowledgement.
 */
final class Terms {
  /** What a term is known by. */
  record Key(long epoch, int timeline, String server) {
    static Key of(JournalEntry entry) {
      return new Key(entry.epoch(), entry.timeline(), entry.server());
    }
  }

  /** One server's time as a leader. */
  private static final class Term {
    final Key key;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;

    private Term(Key key) {
      this.key = key;
    }

    String server() {
      return key.server();
    }
  }

  private final Map<Key, Term> terms = new HashMap<>();

  /** What the monotonic clock shows when the wall clock is at its own zero. */
  private long wallZeroNanos;

  /** An acknowledged write. */
  void add(JournalEntry entry) {
    Term term = terms.computeIfAbsent(Key.of(entry), Term::new);
    term.first = Math.min(term.first, entry.endNanos());
    term.last = Math.max(term.last, entry.endNanos());
    wallZeroNanos = entry.sentNanos() - TimeUnit.MILLISECONDS.toNanos(entry.sentMillis());
  }

  /** First acknowledgement by a later leader on another server, by term; absent: never replaced. */
  Map<Key, Long> replaced() {
    Map<Key, Long> replaced = new HashMap<>();
    List<Term> inOrder = inOrder();
    for (int i = 0; i < inOrder.size(); i++) {
      Term old = inOrder.get(i);
      inOrder.stream()
          .skip(i + 1L)
          .filter(t -> !t.server().equals(old.server()))
          .mapToLong(t -> t.first)
          .min()
          .ifPresent(first -> replaced.put(old.key, first));
    }
    return replaced;
  }

  /**
   * Last acknowledgement of the old leader before the first change from it to the new one; the zero
   * of a planned switch. {@code fallback} when there was no such change.
   */
  long lastBeforeChange(String oldLeader, String newLeader, long fallback) {
    long last = fallback;
    boolean seenOld = false;
    for (Term term : inOrder()) {
      if (term.server().equals(oldLeader)) {
        seenOld = true;
        last = Math.max(last, term.last);
      } else if (seenOld && term.server().equals(newLeader)) {
        return last;
      }
    }
    return fallback;
  }

  /** A moment of the wall clock on the clock of the entries, as the two stood in the last one. */
  long nanosAt(long wallMillis) {
    return wallZeroNanos + TimeUnit.MILLISECONDS.toNanos(wallMillis);
  }

  private List<Term> inOrder() {
    return terms.values().stream()
        .sorted(
            Comparator.comparingLong((Term t) -> t.key.epoch())
                .thenComparingInt(t -> t.key.timeline())
                .thenComparingLong(t -> t.first))
        .toList();
  }
}
