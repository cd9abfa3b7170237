package io.traceo.workflows.topology;

import java.time.Duration;
import java.util.List;

/**
 * Time from one place to another and back, where the built-in table has none.
 *
 * @param between two places, in any order
 * @param time there and back
 * @param source where the number is from: a measurement, or a plan to be measured
 */
public record RoundTrip(List<String> between, Duration time, String source) {
  public RoundTrip {
    between = between == null ? List.of() : List.copyOf(between);
  }
}
