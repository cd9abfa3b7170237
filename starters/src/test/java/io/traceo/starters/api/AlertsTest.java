package io.traceo.starters.api;

import static io.traceo.starters.api.ApiTest.isProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.starters.api.RunningApi.Reply;
import io.traceo.workflows.group.IncidentReport;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Incidents: from Alertmanager, from people, many at once, and while Temporal is away. */
@Timeout(90)
class AlertsTest {
  @TempDir Path home;
  private RunningApi api;

  @BeforeEach
  void start() throws IOException, GeneralSecurityException {
    api = new RunningApi(home);
    api.start("Group", "group/na", Map.of("group", "na"));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private static Map<String, Object> alert(String status, String key, String... labels) {
    Map<String, String> all = new LinkedHashMap<>(Map.of("alertname", "WriteNameDown"));
    for (String label : labels) {
      all.put(label.substring(0, label.indexOf('=')), label.substring(label.indexOf('=') + 1));
    }
    return Map.of(
        "status",
        status,
        "labels",
        all,
        "annotations",
        Map.of("summary", "nobody answers"),
        "startsAt",
        "2026-11-27T03:00:00.123Z",
        "endsAt",
        status.equals("firing") ? "0001-01-01T00:00:00Z" : "2026-11-27T03:05:00Z",
        "generatorURL",
        "http://prometheus/graph",
        "fingerprint",
        key);
  }

  private static Map<String, Object> webhook(int truncated, List<Map<String, Object>> alerts) {
    return Map.of(
        "version",
        "4",
        "groupKey",
        "{}:{group=\"na\"}",
        "truncatedAlerts",
        truncated,
        "status",
        "firing",
        "receiver",
        "traceo-incidents",
        "groupLabels",
        Map.of("group", "na"),
        "commonLabels",
        Map.of(),
        "commonAnnotations",
        Map.of(),
        "externalURL",
        "http://alertmanager",
        "alerts",
        alerts);
  }

  private Reply send(int truncated, List<Map<String, Object>> alerts) throws IOException {
    return api.post("alerts-token", "/v1/alerts", webhook(truncated, alerts));
  }

  @Test
  void anIncidentIsOpenedAndClosedByItsAlerts() throws IOException {
    Reply opened = send(0, List.of(alert("firing", "f1", "traceo_incident=true", "group=na")));
    assertThat(opened.status()).as(opened.body().toString()).isEqualTo(200);
    assertThat(api.document.problems("AlertOutcome", opened.body())).isEmpty();
    assertThat(opened.body().path("accepted").get(0).path("state").asText()).isEqualTo("OPENED");
    IncidentReport report = api.told("na").reports().get(0);
    assertThat(report.source()).isEqualTo("alertmanager");
    assertThat(report.by()).isEqualTo("alerts-1");
    assertThat(report.keys()).containsExactly("f1");
    assertThat(report.summary()).isEqualTo("nobody answers");
    assertThat(report.region()).isNull();
    assertThat(report.startsAtMillis()).isEqualTo(1_795_748_400_123L);
    assertThat(report.labels()).containsEntry("alertname", "WriteNameDown");

    Reply closed = send(0, List.of(alert("resolved", "f1", "traceo_incident=true", "group=na")));
    assertThat(closed.body().path("accepted").get(0).path("state").asText()).isEqualTo("CLOSED");
  }

  @Test
  void otherAlertsStartNothing() throws IOException {
    Reply reply =
        send(
            0,
            List.of(
                alert("firing", "f1", "severity=critical", "group=na"),
                alert("firing", "f2", "traceo_incident=True", "group=na"),
                alert("firing", "f3", "traceo_incident=false", "group=mars")));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body().path("ignored").asInt()).isEqualTo(3);
    assertThat(api.told("na").reports()).isEmpty();
  }

  @Test
  void aWebhookIsSplitAndWhatCantBeAttributedHoldsUpNothingElse() throws IOException {
    api.start("Group", "group/sa", Map.of("group", "sa"));
    Reply reply =
        send(
            0,
            List.of(
                alert("firing", "f1", "traceo_incident=true", "group=na"),
                alert("firing", "f2", "traceo_incident=true", "group=mars"),
                alert("firing", "f3", "traceo_incident=true"),
                alert("firing", "f4", "traceo_incident=true", "group=na", "region=us-east-1"),
                alert("firing", "f5", "traceo_incident=true", "group=na", "region=atlantis"),
                alert("firing", "f6", "traceo_incident=true", "group=sa")));
    isProblem(api, reply, 422, "f2: group \"mars\" is not here", "f3: it has no label", "atlantis");
    assertThat(reply.body().path("problems")).hasSize(3);
    assertThat(reply.body().path("accepted")).hasSize(3);
    assertThat(api.told("na").reports())
        .extracting(IncidentReport::region)
        .containsExactlyInAnyOrder(null, "us-east-1");
    assertThat(api.told("sa").reports()).hasSize(1);
    assertThat(api.audit().toString()).contains("REFUSED", "mars");
  }

  @Test
  void whereAlertsWereLeftOutNothingIsClosed() throws IOException {
    send(7, List.of(alert("firing", "f1", "traceo_incident=true", "group=na")));
    Reply resolved = send(7, List.of(alert("resolved", "f1", "traceo_incident=true", "group=na")));
    isProblem(api, resolved, 422, "left out 7 alerts", "stays open");
    assertThat(api.told("na").reports())
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.firing()).isTrue();
              assertThat(r.labels()).containsEntry("truncatedAlerts", "7");
              assertThat(r.summary()).contains("left out 7 alerts");
            });
  }

  @Test
  void anotherVersionAndAnUnknownStatusAreRefused() throws IOException {
    Map<String, Object> old = new LinkedHashMap<>(webhook(0, List.of()));
    old.put("version", "3");
    isProblem(api, api.post("alerts-token", "/v1/alerts", old), 400, "version");
    isProblem(
        api, send(0, List.of(alert("pending", "f1"))), 400, "alerts.0.status", "firing, resolved");
  }

  @Test
  void aPersonReportsAndTakesBack() throws IOException {
    Map<String, String> body = new LinkedHashMap<>();
    body.put("group", "na");
    body.put("summary", "orders fail");
    body.put("id", "desk-17");
    body.put("startsAt", "2026-11-27T03:00:00Z");
    Reply first = api.post("operator-token", "/v1/incidents", body);
    assertThat(first.status()).as(first.body().toString()).isEqualTo(200);
    assertThat(api.document.problems("Taken", first.body())).isEmpty();
    assertThat(api.post("operator-token", "/v1/incidents", body).status()).isEqualTo(200);
    body.put("summary", "something else");
    isProblem(api, api.post("operator-token", "/v1/incidents", body), 409, "desk-17");
    assertThat(api.told("na").reports())
        .hasSize(2)
        .allMatch(r -> r.keys().equals(List.of("desk-17")));

    isProblem(
        api,
        api.post("alerts-token", "/v1/incidents", Map.of("group", "mars", "summary", "x")),
        404,
        "mars");
    isProblem(
        api, api.post("alerts-token", "/v1/incidents", Map.of("group", "na")), 400, "summary");
    Reply taken =
        api.post(
            "operator-token",
            "/v1/incidents/desk-17/resolve",
            Map.of("group", "na", "reason", "a client's mistake"));
    assertThat(taken.body().path("state").asText()).isEqualTo("CLOSED");
  }

  @Test
  void aGroupThatIsNotThereYetIsStarted() throws IOException {
    Reply reply =
        api.post("alerts-token", "/v1/incidents", Map.of("group", "sa", "summary", "down"));
    assertThat(reply.body().path("incident").asText()).isEqualTo("sa-1");
  }

  @Test
  void whatAGroupRefusesIsSaid() throws IOException {
    Reply reply =
        api.post("alerts-token", "/v1/incidents", Map.of("group", "na", "summary", "refuse me"));
    isProblem(api, reply, 409, "this group takes no report");
  }

  /** One outage seen by everybody: every request is answered, and few Updates carry them all. */
  @Test
  void manyAtOnceGoTogether() throws Exception {
    int requests = 300;
    var threads = Executors.newFixedThreadPool(30);
    List<Future<Reply>> replies = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      String key = "k" + i;
      replies.add(
          threads.submit(
              () -> send(0, List.of(alert("firing", key, "traceo_incident=true", "group=na")))));
    }
    for (Future<Reply> reply : replies) {
      assertThat(reply.get().status()).isEqualTo(200);
      assertThat(reply.get().body().path("accepted").get(0).path("incident").asText())
          .isEqualTo("na-1");
    }
    threads.shutdown();
    List<IncidentReport> reports = api.told("na").reports();
    assertThat(reports).hasSizeLessThan(100);
    assertThat(reports.stream().mapToLong(IncidentReport::alerts).sum()).isEqualTo(requests);
    assertThat(reports.stream().flatMap(r -> r.keys().stream()).distinct()).hasSize(requests);
  }

  @Test
  void moreAlertsThanAllowedAreHeldUp() throws IOException {
    List<Map<String, Object>> many = new ArrayList<>();
    for (int i = 0; i < 900; i++) {
      many.add(alert("firing", "k" + i, "severity=info"));
    }
    assertThat(send(0, many).status()).isEqualTo(200);
    isProblem(api, send(0, many), 429, "more than 200 alerts a second");
    assertThat(api.post("alerts-2-token", "/v1/alerts", webhook(0, many)).status()).isEqualTo(200);
  }

  @Test
  void withoutTemporalNothingIsTakenAndItIsSaidWhenToTryAgain() throws IOException {
    api.stopTemporal();
    Reply reply = send(0, List.of(alert("firing", "f1", "traceo_incident=true", "group=na")));
    isProblem(api, reply, 503, "Temporal");
    Reply health = api.get(null, "/health");
    assertThat(health.status()).isEqualTo(503);
    assertThat(health.body().path("status").asText()).isEqualTo("DOWN");
    assertThat(api.document.problems("Health", health.body())).isEmpty();
    isProblem(api, api.get("viewer-token", "/v1/groups/na"), 503, "Temporal");
  }
}
