package io.traceo.activities.forecast.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.traceo.activities.Failures;
import io.traceo.workflows.contract.FailureTypes;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;

/** What Prometheus answers to a range query, as prometheus.io documents its HTTP API. */
final class PrometheusAnswer {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int WORDS = 300;

  private PrometheusAnswer() {}

  /**
   * Adds the samples of the one series. None is no failure: nothing was recorded then.
   *
   * @throws io.temporal.failure.ApplicationFailure {@code InvalidRequest} when it is no such
   *     answer, or has more series; {@code NotReady} when the server says that it is not whole
   */
  static void read(String region, byte[] body, Samples samples) {
    JsonNode answer = json(body);
    JsonNode series = answer.path("data").path("result");
    if (!answer.path("status").asText().equals("success")
        || !answer.path("data").path("resultType").asText().equals("matrix")
        || !series.isArray()) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          "region %s, field demand.location: the server answers, but not as Prometheus does; its answer begins: %s"
              .formatted(region, words(body)));
    }
    if (answer.path("warnings").size() > 0) {
      // A part of the stores is silent: demand would look smaller than it was.
      throw Failures.of(
          FailureTypes.NOT_READY,
          "region %s: Prometheus warns that its answer is not whole: %s"
              .formatted(region, words(answer.path("warnings").toString())));
    }
    if (series.size() > 1) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          "region %s, field query: it gives %d series and must give one: sum them"
              .formatted(region, series.size()));
    }
    for (JsonNode sample : series.path(0).path("values")) {
      add(region, sample, samples);
    }
  }

  private static void add(String region, JsonNode sample, Samples samples) {
    String text = sample.path(1).asText();
    try {
      double value = number(text);
      if (!Double.isNaN(value)) {
        samples.add(
            Instant.ofEpochSecond(sample.path(0).asLong()).atZone(ZoneOffset.UTC).toLocalDate(),
            value,
            "query");
      }
    } catch (NumberFormatException e) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          "region %s, field query: a sample is \"%s\", which is no number"
              .formatted(region, words(text)),
          e);
    }
  }

  /** NaN is how a query says that it has no value: a missing sample. */
  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /** What a status other than 200 means. */
  static RuntimeException refused(String region, String server, int status, byte[] body) {
    String said = json(body).path("error").asText();
    String message =
        "region %s: Prometheus at %s answers %d: %s"
            .formatted(region, server, status, said.isEmpty() ? words(body) : words(said));
    return switch (status) {
      case 401, 403 ->
          Failures.of(FailureTypes.FORBIDDEN, message + "; look at the field demand.tokenRef");
      case 400, 422 ->
          Failures.of(FailureTypes.INVALID_REQUEST, message + "; look at the field query");
      case 408, 429 -> Failures.of(FailureTypes.NOT_READY, message);
      default ->
          status >= 500
              ? Failures.of(FailureTypes.NOT_READY, message)
              : Failures.of(
                  FailureTypes.INVALID_REQUEST, message + "; look at the field demand.location");
    };
  }

  private static JsonNode json(byte[] body) {
    try {
      return MAPPER.readTree(body);
    } catch (IOException e) {
      // Not JSON: a proxy's page, for example. The caller says what it begins with.
      return MAPPER.createObjectNode();
    }
  }

  private static String words(byte[] body) {
    return words(
        new String(body, 0, Math.min(WORDS, body.length), java.nio.charset.StandardCharsets.UTF_8));
  }

  private static String words(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() > WORDS ? line.substring(0, WORDS) + "..." : line;
  }
}
