package io.traceo.starters.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What bench/api sends: alerts at a steady rate, each a webhook of its own as Alertmanager sends it,
 * whether or not earlier ones have been answered. Arguments: address, token, alerts a second, how
 * many, groups by commas.
 */
final class ApiBench {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ApiBench() {}

  public static void main(String[] args) throws Exception {
    HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    double perSecond = Double.parseDouble(args[2]);
    int count = Integer.parseInt(args[3]);
    List<String> groups = List.of(args[4].split(","));
    // The first request of a process is none of what is measured.
    http.send(
        HttpRequest.newBuilder(URI.create(args[0] + "/health")).build(),
        HttpResponse.BodyHandlers.discarding());
    long[] took = new long[count];
    AtomicInteger refused = new AtomicInteger();
    List<CompletableFuture<?>> all = new ArrayList<>();
    long begin = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long due = begin + (long) (i * 1e9 / perSecond);
      long wait = due - System.nanoTime();
      if (wait > 0) {
        Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
      }
      int number = i;
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(args[0] + "/v1/alerts"))
              .header("Authorization", "Bearer " + args[1])
              .header("Content-Type", "application/json")
              .timeout(Duration.ofSeconds(30))
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      webhook(groups.get(i % groups.size()), "bench-" + begin + "-" + i)))
              .build();
      all.add(
          http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
              .handle(
                  (reply, error) -> {
                    // From when it was due: a generator that is held up must not look fast.
                    took[number] = System.nanoTime() - due;
                    if (error != null || reply.statusCode() != 200) {
                      refused.incrementAndGet();
                    }
                    return null;
                  }));
    }
    all.forEach(CompletableFuture::join);
    double seconds = (System.nanoTime() - begin) / 1e9;
    Arrays.sort(took);
    System.out.printf(
        "%d alerts in %.1f s, %d not taken; p50 %d ms, p99 %d ms, max %d ms%n",
        count,
        seconds,
        refused.get(),
        took[count / 2] / 1_000_000,
        took[(int) Math.ceil(count * 0.99) - 1] / 1_000_000,
        took[count - 1] / 1_000_000);
    System.exit(refused.get() == 0 ? 0 : 1);
  }

  private static String webhook(String group, String fingerprint) throws Exception {
    return JSON.writeValueAsString(
        Map.of(
            "version", "4",
            "groupKey", "{}:{group=\"" + group + "\"}",
            "truncatedAlerts", 0,
            "status", "firing",
            "groupLabels", Map.of("group", group),
            "commonLabels", Map.of(),
            "alerts",
                List.of(
                    Map.of(
                        "status", "firing",
                        "labels",
                            Map.of(
                                "alertname", "WriteNameDown",
                                "traceo_incident", "true",
                                "group", group),
                        "annotations", Map.of("summary", "nobody answers"),
                        "startsAt", Instant.now().toString(),
                        "endsAt", "0001-01-01T00:00:00Z",
                        "fingerprint", fingerprint))));
  }
}
