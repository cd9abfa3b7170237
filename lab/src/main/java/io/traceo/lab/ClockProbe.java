package io.traceo.lab;

import com.fasterxml.jackson.databind.JsonNode;
import io.traceo.workflows.activity.FaultActivities.ClockOffset;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Measures another process's wall clock as NTP does: the shortest of a few round trips. */
final class ClockProbe {
  private static final int ROUNDS = 4;

  private ClockProbe() {}

  static Optional<ClockOffset> measure(JavaChild child) {
    return Stream.generate(() -> once(child))
        .limit(ROUNDS)
        .flatMap(Optional::stream)
        .min(Comparator.comparingDouble(ClockOffset::uncertaintyMs));
  }

  private static Optional<ClockOffset> once(JavaChild child) {
    long before = System.currentTimeMillis();
    long started = System.nanoTime();
    Optional<JsonNode> answer = ChildEndpoint.get(child, "/clock");
    double roundTrip = (System.nanoTime() - started) / 1e6;
    return answer.map(
        clock ->
            new ClockOffset(
                child.name(),
                clock.path("epochMillis").asDouble() - (before + roundTrip / 2),
                roundTrip / 2));
  }
}
