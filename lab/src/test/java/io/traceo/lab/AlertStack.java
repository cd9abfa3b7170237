package io.traceo.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.traceo.activities.Counterparts;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Prometheus that asks a region's own worker once a second, and a real Alertmanager with the
 * shipped routes, whose incident route leads to the API. Pages and chats lead nowhere.
 */
final class AlertStack implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String NOWHERE = "http://127.0.0.1:9";

  private final Path folder;
  private final String group;
  private final String region;
  private final ServerProgram alertmanager;
  private final ServerProgram prometheus;

  /**
   * @param port of the region's worker
   */
  AlertStack(Path folder, AlertsApi api, String group, String region, int port) throws Exception {
    this.folder = Files.createDirectories(folder);
    this.group = group;
    this.region = region;
    alertmanager =
        new ServerProgram(
            program("alertmanager"),
            folder,
            "--config.file=" + routes(api),
            "--storage.path=" + folder.resolve("alerts"),
            "--cluster.listen-address=");
    try {
      ask(port);
      prometheus =
          new ServerProgram(
              program("prometheus"),
              folder,
              "--config.file=" + scrapes(),
              "--storage.tsdb.path=" + folder.resolve("samples"));
    } catch (Exception e) {
      alertmanager.close();
      throw e;
    }
  }

  /** Aborts the test, with a line that says what to get, when one of the two is not here. */
  static void need() {
    for (String name : List.of("alertmanager", "prometheus")) {
      if (Counterparts.folder(name, name).isEmpty()) {
        Counterparts.lacks(name);
        Assumptions.abort("no " + name);
      }
    }
  }

  private static Path program(String name) {
    return Counterparts.folder(name, name).orElseThrow().resolve(name);
  }

  private Path routes(AlertsApi api) throws Exception {
    Files.writeString(folder.resolve("traceo-alerts-token"), AlertsApi.TOKEN + "\n");
    Files.writeString(folder.resolve("pagerduty-routing-key"), "key-of-a-test\n");
    for (String channel : List.of("sre-critical", "eu-ops", "cn-ops")) {
      Files.writeString(folder.resolve("slack-" + channel + "-url"), NOWHERE + "\n");
    }
    String shipped = Files.readString(Path.of("..", "docker", "alertmanager", "alertmanager.yml"));
    return Files.writeString(
        folder.resolve("alertmanager.yml"),
        "global: {pagerduty_url: '"
            + NOWHERE
            + "'}\n"
            + shipped
                .replace("https://api.traceo.com", api.uri().toString())
                .replace("/run/secrets", folder.toString()));
  }

  private Path scrapes() throws Exception {
    Files.writeString(
        folder.resolve("rules.yml"),
        """
        groups:
          - name: leader
            rules:
              - alert: LeaderDown
                expr: up{job="leader"} == 0
                for: 2s
                labels: {severity: critical, traceo_incident: 'true'}
                annotations: {summary: 'The worker of {{ $labels.region }} does not answer'}
        """);
    return Files.writeString(
        folder.resolve("prometheus.yml"),
        """
        global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
        rule_files: [rules.yml]
        alerting: {alertmanagers: [{static_configs: [{targets: ['%s']}]}]}
        scrape_configs:
          - job_name: leader
            file_sd_configs: [{files: [targets.json], refresh_interval: 1s}]
        """
            .formatted(alertmanager.address()));
  }

  /** From now on the region's worker is asked there: one that is started again has another port. */
  void ask(int port) throws Exception {
    Path beside =
        Files.writeString(
            folder.resolve("targets.new"),
            MAPPER.writeValueAsString(
                List.of(
                    Map.of(
                        "targets",
                        List.of("127.0.0.1:" + port),
                        "labels",
                        Map.of("instance", region, "group", group, "region", region)))));
    Files.move(beside, folder.resolve("targets.json"), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Whether the worker has answered the last time that it was asked. */
  boolean sees() throws Exception {
    String query = URLEncoder.encode("up{job=\"leader\"}", StandardCharsets.UTF_8);
    JsonNode answer = get(prometheus, "/api/v1/query?query=" + query);
    return answer.at("/data/result/0/value/1").asText().equals("1");
  }

  /** When the alert that Alertmanager holds began to fire; empty when none fires. */
  Optional<Long> firingSinceMillis() throws Exception {
    JsonNode alerts = get(alertmanager, "/api/v2/alerts?active=true");
    return alerts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            OffsetDateTime.parse(alerts.get(0).path("startsAt").asText())
                .toInstant()
                .toEpochMilli());
  }

  private static JsonNode get(ServerProgram server, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + server.address() + path)).build();
    return MAPPER.readTree(HTTP.send(request, BodyHandlers.ofString()).body());
  }

  @Override
  public void close() {
    prometheus.close();
    alertmanager.close();
  }
}
