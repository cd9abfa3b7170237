package io.traceo.activities.health;

import java.util.concurrent.atomic.LongAdder;

/** How many heartbeat probes an observer's process has made of leaders. Thread-safe. */
public final class ProbeCounts {
  private final LongAdder answered = new LongAdder();
  private final LongAdder unanswered = new LongAdder();

  void count(boolean inTime) {
    (inTime ? answered : unanswered).increment();
  }

  /** Probes that were answered within their timeout. */
  public long answered() {
    return answered.sum();
  }

  /** Probes that were refused, failed, or not answered within their timeout. */
  public long unanswered() {
    return unanswered.sum();
  }
}
