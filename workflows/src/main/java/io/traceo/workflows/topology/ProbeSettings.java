package io.traceo.workflows.topology;

import java.time.Duration;

/**
 * How an observer probes. A probe starts every interval whether or not the last one has answered.
 *
 * @param interval between two starts of a probe
 * @param failures this many in a row make a dead verdict
 * @param timeout of one probe; must exceed the round trip of the pair
 * @param recheck pause before a hard refusal is asked again
 */
public record ProbeSettings(Duration interval, int failures, Duration timeout, Duration recheck) {
  /** The defaults that false-alarm tests were made with. */
  public static final ProbeSettings DEFAULT =
      new ProbeSettings(Duration.ofMillis(250), 3, Duration.ofMillis(500), Duration.ofMillis(100));

  public ProbeSettings {
    interval = interval == null ? Duration.ofMillis(250) : interval;
    failures = failures <= 0 ? 3 : failures;
    timeout = timeout == null ? Duration.ofMillis(500) : timeout;
    recheck = recheck == null ? Duration.ofMillis(100) : recheck;
  }
}
