package io.traceo.activities.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfig.AlertAccess;
import io.traceo.activities.place.PlaceConfig.AlertChannel;
import io.traceo.activities.place.PlaceConfigFile;
import io.traceo.workflows.alert.Alert;
import io.traceo.workflows.alert.AlertKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What channels are sent, and what is made of their answers. */
class ChannelsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final Alert DEAD =
      alert(AlertKind.DETECTION, NOW.minusSeconds(5).toEpochMilli(), false);

  @TempDir Path folder;
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private HttpServer server;

  private record Call(String path, String authorization, String key, JsonNode body) {}

  @BeforeEach
  void up() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          calls.add(
              new Call(
                  exchange.getRequestURI().getPath(),
                  String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                  String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")),
                  new ObjectMapper().readTree(exchange.getRequestBody())));
          exchange.getResponseHeaders().set("Location", "/elsewhere");
          byte[] answer = "said the server".getBytes(java.nio.charset.StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void down() {
    server.stop(0);
  }

  private static Alert alert(AlertKind kind, long startsAtMillis, boolean resolved) {
    return new Alert(
        kind,
        "na",
        "group/na",
        kind.severity(),
        "us-east-1 is dead",
        startsAtMillis,
        resolved,
        Map.of("about", "1", "region", "us-east-1", "traceo_incident", "true"));
  }

  private AlertChannel at(String path) {
    return new AlertChannel("http://127.0.0.1:" + server.getAddress().getPort() + path, null, null);
  }

  private static AlertChannel nobody() {
    return new AlertChannel("http://127.0.0.1:1", null, null);
  }

  private static Channels channels(List<AlertChannel> alertmanagers, List<AlertChannel> webhooks) {
    return new Channels(
        new PlaceConfig(
            "control",
            "t",
            "r",
            Map.of(),
            List.of(),
            "",
            Map.of(),
            new AlertAccess(alertmanagers, webhooks)),
        CLOCK);
  }

  private static List<String> refused(Channels channels, Alert alert, List<String> taken) {
    return channels.send(alert, taken).stream().map(Throwable::getMessage).toList();
  }

  @Test
  void alertmanagerGetsItsApisAlertThatStandsForADayAndStartsNoIncident() {
    assertThat(refused(channels(List.of(at("/base")), List.of()), DEAD, new ArrayList<>()))
        .isEmpty();
    Call call = calls.get(0);
    assertThat(call.path()).isEqualTo("/base/api/v2/alerts");
    assertThat(call.body()).hasSize(1);
    JsonNode one = call.body().path(0);
    assertThat(one.path("labels").toString())
        .isEqualTo(
            "{\"about\":\"1\",\"alertname\":\"TraceoDetection\",\"group\":\"na\","
                + "\"kind\":\"DETECTION\",\"region\":\"us-east-1\",\"run\":\"group/na\","
                + "\"severity\":\"critical\"}");
    assertThat(one.at("/annotations/summary").asText()).isEqualTo("us-east-1 is dead");
    assertThat(one.path("startsAt").asText()).isEqualTo("2026-03-01T11:59:55Z");
    assertThat(one.path("endsAt").asText()).isEqualTo("2026-03-02T12:00:00Z");
  }

  @Test
  void whatIsOverEndsNowAndNeverBeforeItStarted() {
    Channels channels = channels(List.of(at("/")), List.of());
    channels.send(
        alert(AlertKind.DETECTION, NOW.minusSeconds(5).toEpochMilli(), true), new ArrayList<>());
    channels.send(
        alert(AlertKind.DETECTION, NOW.plusSeconds(2).toEpochMilli(), true), new ArrayList<>());
    assertThat(calls.get(0).body().at("/0/endsAt").asText()).isEqualTo("2026-03-01T12:00:00Z");
    assertThat(calls.get(1).body().at("/0/endsAt").asText()).isEqualTo("2026-03-01T12:00:02Z");
  }

  @Test
  void oneOfAClusterIsEnoughAndEveryOneIsTold() {
    List<String> taken = new ArrayList<>();
    assertThat(refused(channels(List.of(nobody(), at("/")), List.of()), DEAD, taken)).isEmpty();
    assertThat(taken).hasSize(1);
    assertThat(refused(channels(List.of(nobody(), nobody()), List.of()), DEAD, new ArrayList<>()))
        .singleElement()
        .asString()
        .contains("alerts.alertmanagers[0] (127.0.0.1:1) does not answer", "alertmanagers[1]");
  }

  @Test
  void whoHasTakenItIsNotToldAgainWhileAnotherIsTried() {
    Channels channels = channels(List.of(at("/")), List.of(nobody()));
    List<String> taken = new ArrayList<>();
    assertThat(refused(channels, DEAD, taken)).hasSize(1);
    assertThat(refused(channels, DEAD, taken)).hasSize(1);
    assertThat(calls).hasSize(1);
  }

  @Test
  void aWebhookGetsJsonWithATokenAndTheSameKeyForTheSameWords() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "token-of-a-test\n");
    AlertChannel hook = new AlertChannel(at("/hook?room=1").url(), "file:" + token, null);
    Channels channels = channels(List.of(), List.of(hook));
    channels.send(DEAD, new ArrayList<>());
    channels.send(DEAD, new ArrayList<>());
    channels.send(alert(AlertKind.DETECTION, DEAD.startsAtMillis(), true), new ArrayList<>());
    Call call = calls.get(0);
    assertThat(call.authorization()).isEqualTo("Bearer token-of-a-test");
    assertThat(call.body().path("status").asText()).isEqualTo("firing");
    assertThat(call.body().path("alertname").asText()).isEqualTo("TraceoDetection");
    assertThat(call.body().at("/labels/group").asText()).isEqualTo("na");
    assertThat(call.body().at("/labels/traceo_incident").isMissingNode()).isTrue();
    assertThat(calls.get(1).key()).isEqualTo(call.key());
    assertThat(calls.get(2).key()).isNotEqualTo(call.key());
    assertThat(calls.get(2).body().path("status").asText()).isEqualTo("resolved");
  }

  @Test
  void refusalsSayWhatToLookAtAndWhetherTheyCanBeMended() {
    Channels channels = channels(List.of(), List.of(at("/secret-room")));
    status = 401;
    RefusedException token = channels.send(DEAD, new ArrayList<>()).get(0);
    assertThat(token)
        .hasMessageContaining("alerts.webhooks[0]")
        .hasMessageContaining("answers 401: said the server; look at its tokenRef")
        .hasMessageNotContaining("secret-room");
    assertThat(token.forGood()).isFalse();
    status = 400;
    assertThat(channels.send(DEAD, new ArrayList<>()).get(0).forGood()).isTrue();
    status = 302;
    calls.clear();
    assertThat(channels.send(DEAD, new ArrayList<>()).get(0)).hasMessageContaining("answers 302");
    assertThat(calls).hasSize(1);
  }

  @Test
  void aWrongAddressIsRefusedAtTheStartWithoutShowingIt() {
    AlertChannel wrong = new AlertChannel("http://user:hunter2@example.com", null, null);
    assertThatThrownBy(() -> channels(List.of(), List.of(at("/"), wrong)))
        .hasMessage(
            "alerts.webhooks[1].url: it is no http or https URL without a user; correct it");
  }

  @Test
  void aLiveCheckAsksEachAlertmanagerAndPagesNobody() {
    Channels channels = channels(List.of(at("/"), nobody()), List.of(at("/hook")));
    assertThat(channels.ask()).singleElement().asString().contains("alertmanagers[1]");
    assertThat(calls).extracting(Call::path).containsExactly("/api/v2/status");
  }

  @Test
  void theFileOfAPlaceNamesThemAndAMisspeltFieldIsRefused() throws IOException {
    String text =
        """
        place: control
        topology: t
        runbooks: r
        reports: reports
        alerts:
          alertmanagers: [{url: 'http://am:9093', tokenRef: 'file:/t'}]
        """;
    Path file = folder.resolve("place.yaml");
    Files.writeString(file, text);
    PlaceConfig config = PlaceConfigFile.read(file);
    assertThat(AlertService.hasChannels(config)).isTrue();
    Files.writeString(file, text.replace("alertmanagers", "alertmanager"));
    assertThatThrownBy(() -> PlaceConfigFile.read(file)).hasMessageContaining("alertmanager");
    Files.writeString(file, text.substring(0, text.indexOf("alerts:")));
    assertThat(AlertService.hasChannels(PlaceConfigFile.read(file))).isFalse();
  }
}
