package io.traceo.lab.ledger;

import io.traceo.workflows.ledger.WriteTimeline;
import io.traceo.workflows.ledger.WriteTimeline.Series;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Counts acknowledged writes for each tenth of a second of a window around the zero. Takes the same
 * room however long the load ran.
 */
final class WriteBuckets {
  static final int BUCKET_MS = 100;

  /** Shown before the zero, and after the last client has moved. */
  private static final int MARGIN = 30;

  /** Three minutes: clients that have not moved by then are not waited for. */
  static final int MOST = 1800;

  private static final long BUCKET_NANOS = TimeUnit.MILLISECONDS.toNanos(BUCKET_MS);

  private record Key(String client, String server) {}

  private final Map<Key, int[]> counts =
      new TreeMap<>(Comparator.comparing(Key::client).thenComparing(Key::server));
  private final long zeroNanos;

  /**
   * @param zeroNanos on the clock of the entries
   */
  WriteBuckets(long zeroNanos) {
    this.zeroNanos = zeroNanos;
  }

  /** An acknowledged write; one outside the window is not counted. */
  void add(JournalEntry entry) {
    long bucket = Math.floorDiv(entry.endNanos() - zeroNanos, BUCKET_NANOS) + MARGIN;
    if (bucket >= 0 && bucket < MOST) {
      Key key = new Key(entry.kind().label(), entry.server());
      counts.computeIfAbsent(key, k -> new int[MOST])[(int) bucket]++;
    }
  }

  /**
   * The window up to a little after that moment.
   *
   * @param lastMovedNanos when the last client had moved; null when not all did: the window then
   *     ends with the last write, or when it is full
   * @param clientTimesZeroNanos zero of the clients' times
   */
  WriteTimeline until(@Nullable Long lastMovedNanos, long clientTimesZeroNanos) {
    int length = lastMovedNanos == null ? lastWritten() : lengthUntil(lastMovedNanos);
    List<Series> series =
        counts.entrySet().stream()
            .map(
                e ->
                    new Series(
                        e.getKey().client(),
                        e.getKey().server(),
                        Arrays.stream(e.getValue(), 0, length).boxed().toList()))
            .toList();
    long clientTimesZeroMs = Math.round((clientTimesZeroNanos - zeroNanos) / 1e6);
    return new WriteTimeline(-MARGIN * BUCKET_MS, BUCKET_MS, clientTimesZeroMs, series);
  }

  private int lengthUntil(long nanos) {
    long moved = Math.floorDiv(nanos - zeroNanos, BUCKET_NANOS);
    return (int) Math.max(0, Math.min(MOST, moved + 1 + 2L * MARGIN));
  }

  private int lastWritten() {
    int last = 0;
    for (int[] line : counts.values()) {
      for (int i = line.length - 1; i >= last; i--) {
        if (line[i] > 0) {
          last = i + 1;
          break;
        }
      }
    }
    return last;
  }
}
