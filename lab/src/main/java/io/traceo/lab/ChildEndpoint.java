package io.traceo.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Asks a process of the lab for what it tells of itself. */
final class ChildEndpoint {
  private static final Duration PATIENCE = Duration.ofMillis(300);
  private static final HttpClient CLIENT = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ChildEndpoint() {}

  /** Its answer; empty when it is dead, frozen or slow. */
  static Optional<JsonNode> get(JavaChild child, String path) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + child.port() + path))
              .timeout(PATIENCE)
              .build();
      return Optional.of(
          MAPPER.readTree(CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body()));
    } catch (IOException | UncheckedIOException e) {
      // One that has just been started has not said its port yet.
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
