package io.traceo.activities.health;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks a region's service endpoint how it is; asked at most once a second. */
final class ServiceProbe {
  private static final Duration TIMEOUT = Duration.ofMillis(500);
  private static final long EVERY_NANOS = 1_000_000_000;

  private final HttpClient client;
  private final @Nullable String baseUrl;
  private volatile long askedNanos = System.nanoTime() - EVERY_NANOS;

  ServiceProbe(HttpClient client, @Nullable String baseUrl) {
    this.client = client;
    this.baseUrl = baseUrl;
  }

  /**
   * Asks, unless it was asked less than a second ago or no endpoint is configured.
   *
   * @param answer hears what is wrong, null when nothing is
   */
  void ask(Consumer<@Nullable String> answer) {
    if (baseUrl == null || System.nanoTime() - askedNanos < EVERY_NANOS) {
      return;
    }
    askedNanos = System.nanoTime();
    var unused =
        client
            .sendAsync(request(baseUrl + "/health"), HttpResponse.BodyHandlers.discarding())
            .handle(
                (got, failure) -> {
                  answer.accept(problem(got, failure));
                  return null;
                });
  }

  private static @Nullable String problem(
      @Nullable HttpResponse<Void> got, @Nullable Throwable failure) {
    if (got == null) {
      return "no answer: " + (failure == null ? "" : failure.getMessage());
    }
    return got.statusCode() == 200 ? null : "HTTP " + got.statusCode();
  }

  /** One question whether the service takes writes. */
  boolean ready() throws IOException, InterruptedException {
    if (baseUrl == null) {
      return true;
    }
    return client
            .send(request(baseUrl + "/ready"), HttpResponse.BodyHandlers.discarding())
            .statusCode()
        == 200;
  }

  private static HttpRequest request(String url) {
    return HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build();
  }
}
