package io.traceo.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Many alerts of one outage, each a webhook of its own. None is sent twice. */
record AlertStorm(URI api, String token, String group) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * What the API said to one.
   *
   * @param incident that it belongs to; empty when it was not taken
   */
  record Answer(int status, String incident, String body) {
    private static Answer of(HttpResponse<String> response) {
      JsonNode body;
      try {
        body = MAPPER.readTree(response.body());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new Answer(
          response.statusCode(), body.at("/accepted/0/incident").asText(), response.body());
    }
  }

  /**
   * Sends them at a steady pace, whatever the answers take, and waits for all of these.
   *
   * @param since when the alerts began to fire
   */
  List<Answer> send(int alerts, int perSecond, Instant since) throws Exception {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    long period = TimeUnit.SECONDS.toNanos(1) / perSecond;
    long start = System.nanoTime();
    for (int i = 0; i < alerts; i++) {
      while (System.nanoTime() - start < i * period) {
        LockSupport.parkNanos(start + i * period - System.nanoTime());
      }
      answers.add(http.sendAsync(webhook(i, since), BodyHandlers.ofString()).thenApply(Answer::of));
    }
    List<Answer> all = new ArrayList<>();
    for (CompletableFuture<Answer> answer : answers) {
      all.add(answer.get(30, TimeUnit.SECONDS));
    }
    return all;
  }

  private HttpRequest webhook(int number, Instant since) throws Exception {
    Map<String, Object> alert =
        Map.of(
            "status",
            "firing",
            "labels",
            Map.of(
                "alertname",
                "Down",
                "instance",
                "app-" + number,
                "group",
                group,
                "severity",
                "critical",
                "traceo_incident",
                "true"),
            "annotations",
            Map.of("summary", "app-" + number + " can't write"),
            "startsAt",
            since.toString(),
            "fingerprint",
            "app-" + number);
    return HttpRequest.newBuilder(api.resolve("/v1/alerts"))
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json")
        .POST(
            BodyPublishers.ofString(
                MAPPER.writeValueAsString(
                    Map.of("version", "4", "status", "firing", "alerts", List.of(alert)))))
        .build();
  }
}
