package io.traceo.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.traceo.workflows.activity.FaultActivities.ClockOffset;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Measures another process's wall clock as NTP does: the shortest of a few round trips. */
final class ClockProbe {
  private static final int ROUNDS = 4;
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofMillis(300)).build();
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ClockProbe() {}

  static Optional<ClockOffset> measure(JavaChild child) {
    ClockOffset best = null;
    for (int i = 0; i < ROUNDS; i++) {
      ClockOffset next = once(child);
      if (next != null && (best == null || next.uncertaintyMs() < best.uncertaintyMs())) {
        best = next;
      }
    }
    return Optional.ofNullable(best);
  }

  private static @Nullable ClockOffset once(JavaChild child) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + child.port() + "/clock"))
              .timeout(Duration.ofMillis(300))
              .build();
      long before = System.currentTimeMillis();
      long started = System.nanoTime();
      JsonNode answer =
          MAPPER.readTree(CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body());
      double roundTrip = (System.nanoTime() - started) / 1e6;
      double offset = answer.path("epochMillis").asDouble() - (before + roundTrip / 2);
      return new ClockOffset(child.name(), offset, roundTrip / 2);
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
