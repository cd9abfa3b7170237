package io.traceo.activities.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.activities.Counterparts;
import io.traceo.activities.alert.OwnPage;
import io.traceo.activities.docker.Inbox.Call;
import io.traceo.workflows.alert.AlertKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Alertmanager with the file as it is, apart from addresses, the folder of the secrets, and
 * people, who wait 2 s instead of 10.
 */
class DeliveryTest {
  private static final List<String> SLACK = List.of("sre-critical", "eu-ops", "cn-ops");

  @TempDir static Path folder;
  private static Inbox inbox;
  private static @Nullable Process server;
  private static String url = "";

  @BeforeAll
  static void start() throws Exception {
    Optional<Path> bin = Counterparts.folder("alertmanager", "alertmanager");
    if (bin.isEmpty()) {
      Counterparts.lacks("alertmanager");
      Assumptions.abort("no alertmanager");
    }
    inbox = new Inbox();
    Files.writeString(folder.resolve("traceo-alerts-token"), "token-of-a-test\n");
    Files.writeString(folder.resolve("pagerduty-routing-key"), "key-of-a-test\n");
    for (String channel : SLACK) {
      Files.writeString(
          folder.resolve("slack-" + channel + "-url"), inbox.url() + "/slack/" + channel + "\n");
    }
    String tree =
        Files.readString(Yamls.FOLDER.resolve("alertmanager/alertmanager.yml"))
            .replace("https://api.traceo.com", inbox.url())
            .replace("/run/secrets", folder.toString())
            .replace("group_wait: 10s", "group_wait: 2s");
    Path file =
        Files.writeString(
            folder.resolve("alertmanager.yml"),
            "global: {pagerduty_url: '" + inbox.url() + "/pagerduty'}\n" + tree);
    Process process =
        new ProcessBuilder(
                bin.get().resolve("alertmanager").toString(),
                "--config.file=" + file,
                "--storage.path=" + folder.resolve("data"),
                "--cluster.listen-address=",
                "--web.listen-address=127.0.0.1:0")
            .redirectErrorStream(true)
            .start();
    server = process;
    BufferedReader log = process.inputReader();
    url = "http://" + address(log);
    Thread drain = new Thread(() -> log.lines().forEach(line -> {}), "alertmanager's log");
    drain.setDaemon(true);
    drain.start();
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.destroyForcibly().waitFor();
      inbox.close();
    }
  }

  @Test
  void anIncidentReachesTheApiAtOnceAndThenThePeopleAndItsEndTheApi() throws Exception {
    alert(
        null,
        "Down-1 critical na us-east-1 true",
        "Down-2 critical na us-east-1 true",
        "Down-3 warning eu eu-west-1 true");

    Call na = inbox.await("na's incident", c -> c.incident("na", "firing"));
    Call eu = inbox.await("eu's incident", c -> c.incident("eu", "firing"));
    assertThat(na.body().path("version").asText()).isEqualTo("4");
    assertThat(na.authorization()).isEqualTo("Bearer token-of-a-test");
    assertThat(na.about("eu-west-1")).isFalse();
    assertThat(eu.about("us-east-1")).isFalse();

    Call page = inbox.await("page", c -> c.path().equals("/pagerduty") && c.about("Down-1"));
    Call slack =
        inbox.await("Slack", c -> c.path().equals("/slack/sre-critical") && c.about("Down-"));
    Call team = inbox.await("eu's team", c -> c.path().equals("/slack/eu-ops"));
    assertThat(page.body().path("routing_key").asText()).isEqualTo("key-of-a-test");
    // They wait, the API does not.
    assertThat(Duration.ofNanos(page.at() - na.at())).isGreaterThan(Duration.ofSeconds(1));
    assertThat(List.of(slack.at(), team.at())).allMatch(at -> at > na.at());

    alert(Instant.now(), "Down-1 critical na us-east-1 true", "Down-2 critical na us-east-1 true");
    Call end = inbox.await("the end of it", c -> c.incident("na", "resolved"));
    assertThat(end.body().path("alerts")).hasSize(2);
  }

  @Test
  void aCriticalAlertThatIsNoIncidentPagesAndStartsNothing() throws Exception {
    alert(null, "Disk-1 critical sa sa-east-1 false", "Note-1 info sa sa-east-1 false");

    inbox.await("page", c -> c.path().equals("/pagerduty") && c.about("Disk-1"));
    Call note = inbox.await("default", c -> c.path().equals("/v1/alerts") && c.about("Note-1"));
    assertThat(note.body().path("receiver").asText()).isEqualTo("global-ops");
    assertThat(inbox.calls())
        .noneMatch(c -> c.path().equals("/v1/alerts") && c.about("Disk-1"))
        .noneMatch(c -> c.incident("sa", "firing"));
  }

  @Test
  void anIncidentThatTheApiCouldNotTakeIsSentAgain() throws Exception {
    inbox.refuse(503);
    inbox.refuse(503);
    alert(null, "Down-4 critical japan ap-northeast-1 true");

    Call taken = inbox.await("again", c -> c.incident("japan", "firing") && c.status() == 200);
    assertThat(inbox.calls().stream().filter(c -> c.status() == 503)).hasSize(2);
    assertThat(taken.about("Down-4")).isTrue();
  }

  @Test
  void aPageOfTraceosOwnArrivesAndIsResolved() throws Exception {
    long now = Instant.now().toEpochMilli();
    OwnPage.send(
        url, OwnPage.of(AlertKind.WAITING_FOR_APPROVAL, "japan", "nobody has said yes", now));
    OwnPage.send(url, OwnPage.of(AlertKind.DRILL_FAILED, "sa", "drill of sa: too slow", now));

    Call page = inbox.await("page", c -> c.path().equals("/pagerduty") && c.about("said yes"));
    Call note = inbox.await("note", c -> c.path().startsWith("/slack") && c.about("DrillFailed"));
    assertThat(page.body().path("event_action").asText()).isEqualTo("trigger");
    assertThat(note.path()).isEqualTo("/slack/sre-critical");
    assertThat(inbox.calls())
        .noneMatch(c -> c.path().equals("/pagerduty") && c.about("DrillFailed"))
        .noneMatch(c -> c.path().equals("/v1/alerts") && c.about("said yes"));

    OwnPage.send(
        url, OwnPage.over(AlertKind.WAITING_FOR_APPROVAL, "japan", "nobody has said yes", now));
    inbox.await(
        "its end",
        c ->
            c.path().equals("/pagerduty")
                && c.about("WaitingForApproval")
                && c.body().path("event_action").asText().equals("resolve"));
  }

  /** Fires these, or ends them: name, severity, group, region, whether it is an incident. */
  private static void alert(@Nullable Instant end, String... alerts)
      throws IOException, InterruptedException {
    String body =
        List.of(alerts).stream()
            .map(alert -> alert.split(" "))
            .map(
                words ->
                    """
                    {"labels": {"alertname": "%s", "severity": "%s", "group": "%s", "region": "%s",
                     "traceo_incident": "%s"}%s}"""
                        .formatted(
                            words[0],
                            words[1],
                            words[2],
                            words[3],
                            words[4],
                            end == null ? "" : ", \"endsAt\": \"" + end + "\""))
            .collect(java.util.stream.Collectors.joining(",", "[", "]"));
    var answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(url + "/api/v2/alerts"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build(),
                BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static String address(BufferedReader log) throws IOException {
    Pattern listening = Pattern.compile("msg=\"?Listening on\"? address=(\\S+)");
    StringBuilder all = new StringBuilder();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      Matcher found = listening.matcher(line);
      if (found.find()) {
        return found.group(1);
      }
      all.append(line).append('\n');
    }
    throw new IllegalStateException("alertmanager ended before it was ready:\n" + all);
  }
}
