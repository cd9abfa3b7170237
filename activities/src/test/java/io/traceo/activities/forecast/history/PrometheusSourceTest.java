package io.traceo.activities.forecast.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Progress;
import io.traceo.activities.metrics.Prometheus;
import io.traceo.activities.place.PlaceConfig.DemandAccess;
import io.traceo.workflows.capacity.DemandHistory;
import io.traceo.workflows.capacity.HistoryRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusSourceTest {
  private static final LocalDate LAST = LocalDate.of(2026, 11, 5);
  private static final String QUERY = "sum(rate(m{region=\"$region\"}[5m]))";

  private final List<Map<String, String>> asked = new CopyOnWriteArrayList<>();
  private final List<String> tokens = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private HttpServer server;
  private int patience = 60;

  @TempDir Path folder;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
  }

  @Test
  void asksAMonthAtATimeAndMakesDaysOfIt() {
    answer(200, null);
    List<Object> progress = new ArrayList<>();
    DemandHistory history = source(null).read(request("eu", QUERY), progress::add);

    assertThat(history.peaks()).hasSize(90).allMatch(v -> v == 287.0);
    assertThat(history.means()).hasSize(90).allMatch(v -> v == 143.5);
    assertThat(history.problems()).isEmpty();
    assertThat(history.source()).contains("127.0.0.1").contains("m{region=\"eu\"}");
    assertThat(asked).hasSize(4);
    assertThat(progress).hasSize(4);
    assertThat(asked)
        .allSatisfy(
            q -> {
              assertThat(q).containsEntry("step", "300");
              assertThat(number(q, "end") - number(q, "start")).isLessThan(11_000 * 300);
            });
    // Every five minutes of 97 days, none twice.
    assertThat(
            asked.stream().mapToLong(q -> (number(q, "end") - number(q, "start")) / 300 + 1).sum())
        .isEqualTo(97 * 288);
  }

  @Test
  void theRegionCantEndItsString() {
    answer(200, null);
    source(null).read(request("a\"} or m{x=\"", QUERY), Progress.NONE);
    assertThat(asked.get(0).get("query")).contains("region=\"a\\\"} or m{x=\\\"\"");
  }

  @Test
  void theTokenIsReadAtEachUseAndNeverShown() throws Exception {
    Path token = folder.resolve("token");
    Files.writeString(token, "s3cret\n");
    answer(401, "{\"status\":\"error\",\"error\":\"who are you\"}");
    failed(source("file:" + token), "Forbidden", "answers 401: who are you", "demand.tokenRef");
    assertThat(tokens).containsExactly("Bearer s3cret");
    assertThatThrownBy(() -> source("file:" + token).read(request("eu", QUERY), Progress.NONE))
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void whatAStatusMeans() {
    answer(400, "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"parse error\"}");
    failed(source(null), "InvalidRequest", "answers 400: parse error", "field query");
    answer(422, "{\"status\":\"error\",\"error\":\"would load too many samples\"}");
    failed(source(null), "InvalidRequest", "would load too many samples");
    answer(503, "{\"status\":\"error\",\"error\":\"query timed out\"}");
    failed(source(null), "NotReady", "answers 503: query timed out");
    answer(502, "<html>bad gateway</html>");
    failed(source(null), "NotReady", "bad gateway");
    answer(404, "nothing here");
    failed(source(null), "InvalidRequest", "field demand.location");
    answer(302, "");
    failed(source(null), "InvalidRequest", "answers 302");
  }

  @Test
  void whatIsNoAnswerOfPrometheus() {
    answer(200, "<html>log in</html>");
    failed(source(null), "InvalidRequest", "not as Prometheus does", "log in");
    answer(200, "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{},{}]}}");
    failed(source(null), "InvalidRequest", "it gives 2 series and must give one");
    answer(200, body("[[1761955200,\"many\"]]", ""));
    failed(source(null), "InvalidRequest", "a sample is \"many\"");
    answer(200, body("[]", ",\"warnings\":[\"store gone\"]"));
    failed(source(null), "NotReady", "store gone");
    answer(200, "x".repeat(Prometheus.MOST_BYTES + 1));
    failed(source(null), "InvalidRequest", "larger than 2000000 bytes");
  }

  @Test
  void noSeriesIsNoHistory() {
    answer(200, "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[]}}");
    assertThat(source(null).read(request("eu", QUERY), Progress.NONE).problems())
        .containsExactly("region eu, field days: no day of history is there, 90 are needed");
  }

  @Test
  void aSilentServerIsGivenUp() {
    patience = 1;
    server.createContext(
        "/",
        exchange -> {
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    failed(source(null), "Unreachable", "region eu: no answer from Prometheus");
  }

  @Test
  void aRefusedConnectionIsUnreachable() {
    int port = server.getAddress().getPort();
    server.stop(0);
    failed(
        new PrometheusSource("eu", access("http://127.0.0.1:" + port, null)),
        "Unreachable",
        "region eu: no answer");
  }

  @Test
  void configurationThatCantBe() {
    assertThatThrownBy(() -> new PrometheusSource("eu", access("http://user:pw@127.0.0.1/", null)))
        .hasMessageContaining("region eu, field demand.location")
        .hasMessageNotContaining("pw");
    assertThatThrownBy(() -> source(null).read(request("eu", " "), Progress.NONE))
        .hasMessageContaining("region eu, field query: Prometheus needs one");
  }

  private static void failed(PrometheusSource source, String type, String... words) {
    assertThatThrownBy(() -> source.read(request("eu", QUERY), Progress.NONE))
        .isInstanceOfSatisfying(
            ApplicationFailure.class, f -> assertThat(f.getType()).isEqualTo(type))
        .hasMessageContainingAll(words);
  }

  private PrometheusSource source(@Nullable String tokenRef) {
    return new PrometheusSource(
        "eu",
        access("http://127.0.0.1:" + server.getAddress().getPort() + "/base/", tokenRef),
        Duration.ofSeconds(patience));
  }

  private static DemandAccess access(String url, @Nullable String tokenRef) {
    return new DemandAccess("prometheus", url, tokenRef, null);
  }

  private static HistoryRequest request(String region, String query) {
    return new HistoryRequest(region, query, LAST, 90);
  }

  /** Every request the same, or with null the number of the five minutes within its day. */
  private void answer(int status, @Nullable String body) {
    try {
      server.removeContext("/");
    } catch (IllegalArgumentException e) {
      // The first one.
    }
    server.createContext(
        "/",
        exchange -> {
          Map<String, String> query = query(exchange);
          asked.add(query);
          String token = exchange.getRequestHeaders().getFirst("Authorization");
          if (token != null) {
            tokens.add(token);
          }
          byte[] bytes = (body == null ? samples(query) : body).getBytes(UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  private static String samples(Map<String, String> query) {
    StringBuilder values = new StringBuilder("[");
    for (long at = number(query, "start"); at <= number(query, "end"); at += 300) {
      values.append(values.length() > 1 ? "," : "");
      values.append('[').append(at).append(",\"").append(at % 86_400 / 300).append("\"]");
    }
    return body(values.append(']').toString(), "");
  }

  private static String body(String values, String more) {
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"values\":"
        + values
        + "}]}"
        + more
        + "}";
  }

  private static long number(Map<String, String> query, String field) {
    return Long.parseLong(query.get(field));
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> fields = new TreeMap<>();
    for (String pair : exchange.getRequestURI().getRawQuery().split("&", -1)) {
      int equals = pair.indexOf('=');
      fields.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), UTF_8));
    }
    return fields;
  }
}
