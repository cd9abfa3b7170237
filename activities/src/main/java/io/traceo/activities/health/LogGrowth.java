package io.traceo.activities.health;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * How far a leader has written its log, and how fast at most in the last minutes: what can be said
 * of it once it is gone. Not for several threads.
 */
final class LogGrowth {
  private static final long STEP_MILLIS = 1_000;
  private static final int KEPT = 120;

  private final Deque<Long> rates = new ArrayDeque<>();
  private @Nullable Long position;
  private long atMillis;
  private long markPosition;
  private long markMillis;

  /** A position that was just read. An older one, from a probe that took longer, is left out. */
  void seen(long now, long millis) {
    Long before = position;
    if (before == null) {
      markPosition = now;
      markMillis = millis;
    } else if (now < before) {
      return;
    }
    position = now;
    atMillis = millis;
    long took = millis - markMillis;
    if (took >= STEP_MILLIS) {
      rates.addLast((now - markPosition) * 1000 / took);
      if (rates.size() > KEPT) {
        rates.removeFirst();
      }
      markPosition = now;
      markMillis = millis;
    }
  }

  @Nullable Long position() {
    return position;
  }

  /** Null while no position is known. */
  @Nullable Long atMillis() {
    return position == null ? null : atMillis;
  }

  /** The highest of the last minutes; null before the first second is over. */
  @Nullable Long bytesPerSecond() {
    return rates.stream().max(Long::compare).orElse(null);
  }
}
