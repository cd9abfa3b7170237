package io.traceo.activities.topology;

import io.traceo.workflows.topology.RoundTrip;
import io.traceo.workflows.topology.Topology;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How long it takes from one place to another and back: the built-in table, whose provenance stands
 * at its head, and over it what the topology states.
 */
public final class RoundTrips {
  private static final String TABLE = "rtt.csv";

  private final Map<String, Duration> times = new HashMap<>();

  private RoundTrips() {}

  /** Those that hold for a topology. */
  public static RoundTrips of(Topology topology) {
    RoundTrips trips = new RoundTrips();
    trips.readTable();
    for (RoundTrip stated : topology.roundTrips()) {
      trips.put(stated.between().get(0), stated.between().get(1), stated.time());
    }
    return trips;
  }

  /** There and back between two places, in either direction; empty when nobody has said it. */
  public Optional<Duration> between(String one, String other) {
    return one.equals(other)
        ? Optional.of(Duration.ZERO)
        : Optional.ofNullable(times.get(key(one, other)));
  }

  private void readTable() {
    try (InputStream in =
            Objects.requireNonNull(RoundTrips.class.getResourceAsStream(TABLE), TABLE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      lines
          .lines()
          .filter(line -> !line.startsWith("#") && !line.startsWith("from,"))
          .map(line -> line.split(",", -1))
          .forEach(row -> put(row[0], row[1], millis(row[2])));
    } catch (IOException e) {
      throw new UncheckedIOException("round trips " + TABLE, e);
    }
  }

  private void put(String one, String other, Duration time) {
    times.put(key(one, other), time);
  }

  private static Duration millis(String text) {
    return Duration.ofNanos(Math.round(Double.parseDouble(text) * 1_000_000));
  }

  private static String key(String one, String other) {
    return one.compareTo(other) < 0 ? one + " " + other : other + " " + one;
  }
}
