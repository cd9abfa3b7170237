package io.traceo.lab.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Running counts of what is safely in the journal. Thread-safe. */
final class Tally {
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long SAMPLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private record Sample(long nanos, long acknowledged) {}

  private final Map<String, LedgerStatus.Connection> connections = new TreeMap<>();
  private final Deque<Sample> samples = new ArrayDeque<>();
  private long acknowledged;
  private long unknown;
  private long refused;

  synchronized void add(JournalEntry entry) {
    switch (entry.outcome()) {
      case ACKNOWLEDGED -> {
        acknowledged++;
        connections.put(
            entry.connection(),
            new LedgerStatus.Connection(
                entry.connection(),
                entry.server(),
                entry.epoch(),
                entry.timeline(),
                entry.sentMillis()));
        sample(System.nanoTime());
      }
      case UNKNOWN -> unknown++;
      case REFUSED -> refused++;
    }
  }

  /**
   * Counts what an earlier start has journalled; it says nothing about this one's rate or place.
   */
  synchronized void restore(JournalEntry earlier) {
    switch (earlier.outcome()) {
      case ACKNOWLEDGED -> acknowledged++;
      case UNKNOWN -> unknown++;
      case REFUSED -> refused++;
    }
  }

  private void sample(long now) {
    Sample last = samples.peekLast();
    if (last == null || now - last.nanos() >= SAMPLE_NANOS) {
      samples.addLast(new Sample(now, acknowledged));
    }
    // One older than the window stays: the rate is measured from it.
    while (samples.size() > 1 && now - second().nanos() >= WINDOW_NANOS) {
      samples.removeFirst();
    }
  }

  private Sample second() {
    var iterator = samples.iterator();
    iterator.next();
    return iterator.next();
  }

  synchronized double acknowledgedPerSecond() {
    long now = System.nanoTime();
    sample(now);
    Sample oldest = samples.peekFirst();
    if (oldest == null || now - oldest.nanos() < WINDOW_NANOS / 2) {
      return 0;
    }
    return (acknowledged - oldest.acknowledged()) * 1e9 / (now - oldest.nanos());
  }

  synchronized long acknowledged() {
    return acknowledged;
  }

  synchronized long unknown() {
    return unknown;
  }

  synchronized long refused() {
    return refused;
  }

  synchronized List<LedgerStatus.Connection> connections() {
    return new ArrayList<>(connections.values());
  }
}
