package io.traceo.activities.health;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks a region's service endpoint how it is; asked at most once a second. */
final class ServiceProbe {
  private static final Duration TIMEOUT = Duration.ofMillis(500);
  private static final long EVERY_NANOS = 1_000_000_000;

  private final HttpClient client;
  private final @Nullable String baseUrl;
  private volatile @Nullable String problem;
  private volatile long askedNanos = System.nanoTime() - EVERY_NANOS;

  ServiceProbe(HttpClient client, @Nullable String baseUrl) {
    this.client = client;
    this.baseUrl = baseUrl;
  }

  /** What was wrong at the last answer; null when nothing was, or no endpoint is configured. */
  @Nullable String problem() {
    if (baseUrl != null && System.nanoTime() - askedNanos > EVERY_NANOS) {
      askedNanos = System.nanoTime();
      var unused =
          client
              .sendAsync(request(baseUrl + "/health"), HttpResponse.BodyHandlers.discarding())
              .handle(
                  (answer, failure) -> {
                    problem =
                        failure != null
                            ? "no answer: " + failure.getMessage()
                            : answer.statusCode() == 200 ? null : "HTTP " + answer.statusCode();
                    return null;
                  });
    }
    return problem;
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
