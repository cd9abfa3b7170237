package io.traceo.activities.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.place.PlaceConfig.PrometheusAccess;
import io.traceo.workflows.contract.FailureTypes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers as Prometheus documents them. */
class InstantQueryTest {
  private HttpServer server;
  private volatile int status = 200;
  private volatile String answer = "";
  private volatile String asked;

  @BeforeEach
  void up() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.createContext(
        "/api/v1/query",
        exchange -> {
          asked = exchange.getRequestURI().getQuery();
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void down() {
    server.stop(0);
  }

  private double ask(String query) {
    return query(server.getAddress().getPort()).highest(query);
  }

  private static InstantQuery query(int port) {
    return new InstantQuery(
        "us-west-2", "errors", new PrometheusAccess("http://127.0.0.1:" + port + "/", null, null));
  }

  private void vector(String... values) {
    StringBuilder series = new StringBuilder();
    for (String value : values) {
      series.append(series.isEmpty() ? "" : ",");
      series.append("{\"metric\":{},\"value\":[1700000000.1,\"").append(value).append("\"]}");
    }
    answer =
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[" + series + "]}}";
  }

  @Test
  void theHighestOfAllSeriesCounts() {
    vector("0.25", "3", "1");
    assertThat(ask("sum(rate(errors{region=\"us-west-2\"}[1m])) + 1")).isEqualTo(3);
    assertThat(asked).isEqualTo("query=sum(rate(errors{region=\"us-west-2\"}[1m])) + 1");
  }

  @Test
  void aSingleNumberAndWhatIsNoNumberAreReadAsPrometheusWritesThem() {
    answer = "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1.0,\"7\"]}}";
    assertThat(ask("7")).isEqualTo(7);
    vector("1", "NaN");
    assertThat(ask("0/0")).isNaN();
    vector("+Inf");
    assertThat(ask("1/0")).isInfinite();
  }

  /** A gate that looks met because half of the stores are silent is not met. */
  @Test
  void anAnswerThatIsNotWholeIsNone() {
    vector("0");
    answer = answer.replace("\"data\"", "\"warnings\":[\"store gone\"],\"data\"");
    fails(FailureTypes.NOT_READY, "its answer is not whole: [\"store gone\"]");
  }

  @Test
  void noSeriesIsNoAnswer() {
    vector();
    fails(FailureTypes.NOT_READY, "region us-west-2: Prometheus has no answer to: absent_metric");
  }

  @Test
  void aQuestionThatCannotBeUnderstoodIsFinal() {
    status = 400;
    answer = "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"parse error\"}";
    fails(FailureTypes.INVALID_REQUEST, "parse error; look at the query of gate \"errors\"");
  }

  @Test
  void aTroubleOfItsOwnIsRetriedAndARefusedTokenIsNot() {
    status = 503;
    answer = "{\"status\":\"error\",\"errorType\":\"timeout\",\"error\":\"query timed out\"}";
    fails(FailureTypes.NOT_READY, "query timed out");
    answer = "<html>busy</html>";
    fails(FailureTypes.NOT_READY, "answers 503: <html>busy</html>");
    status = 401;
    fails(FailureTypes.FORBIDDEN, "look at the field metrics.tokenRef");
  }

  @Test
  void nobodyThereIsUnreachable() {
    int port = server.getAddress().getPort();
    server.stop(0);
    assertThatThrownBy(() -> query(port).highest("up"))
        .satisfies(e -> isType(e, FailureTypes.UNREACHABLE));
  }

  private void fails(String type, String words) {
    assertThatThrownBy(() -> ask("absent_metric"))
        .hasMessageContaining(words)
        .satisfies(e -> isType(e, type));
  }

  private static void isType(Throwable e, String type) {
    assertThat(e)
        .isInstanceOfSatisfying(
            ApplicationFailure.class, f -> assertThat(f.getType()).isEqualTo(type));
  }
}
