package io.traceo.workflows.topology;

import java.time.Duration;

/**
 * How an observer probes. A probe starts every interval whether or not the last one has answered.
 *
 * @param interval between two starts of a probe
 * @param failures this many in a row make a dead verdict
 * @param timeout of one probe; must exceed the round trip of the pair
 * @param recheck pause before a hard refusal is asked again
 * @param networkLimit a heartbeat that takes longer is slow: paged, never a reason to move
 * @param freshnessLimit newest row at the freshest standby may be so old: paged, never a reason
 */
public record ProbeSettings(
    Duration interval,
    int failures,
    Duration timeout,
    Duration recheck,
    Duration networkLimit,
    Duration freshnessLimit) {
  /** The defaults that false-alarm tests were made with. */
  public static final ProbeSettings DEFAULT =
      new ProbeSettings(
          Duration.ofMillis(250),
          3,
          Duration.ofMillis(500),
          Duration.ofMillis(100),
          Duration.ofMillis(300),
          Duration.ofSeconds(1));

  public ProbeSettings {
    interval = interval == null ? DEFAULT.interval : interval;
    failures = failures <= 0 ? DEFAULT.failures : failures;
    timeout = timeout == null ? DEFAULT.timeout : timeout;
    recheck = recheck == null ? DEFAULT.recheck : recheck;
    networkLimit = networkLimit == null ? DEFAULT.networkLimit : networkLimit;
    freshnessLimit = freshnessLimit == null ? DEFAULT.freshnessLimit : freshnessLimit;
  }

  /**
   * The same for a leader that is so far away: a timeout of twice the round trip at least, so that
   * distance alone is never silence.
   */
  public ProbeSettings over(Duration roundTrip) {
    Duration least = roundTrip.multipliedBy(2);
    return least.compareTo(timeout) <= 0
        ? this
        : new ProbeSettings(interval, failures, least, recheck, networkLimit, freshnessLimit);
  }
}
