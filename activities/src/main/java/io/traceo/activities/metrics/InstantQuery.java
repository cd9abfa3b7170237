package io.traceo.activities.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Failures;
import io.traceo.activities.place.PlaceConfig.PrometheusAccess;
import io.traceo.activities.place.SecretRef;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.contract.PayloadMapper;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One number from Prometheus, now: {@code POST /api/v1/query}
 * (https://prometheus.io/docs/prometheus/latest/querying/api/). Changes nothing, safe to repeat.
 */
public final class InstantQuery {
  private static final ObjectMapper MAPPER = PayloadMapper.create();
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(5);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  /**
   * The highest of the answers.
   *
   * @param whose named in failures
   * @throws ApplicationFailure {@code Unreachable}, {@code NotReady} when there is no answer,
   *     {@code Forbidden}, or {@code InvalidRequest} when the question can't be understood
   */
  public double highest(String whose, PrometheusAccess access, String query) {
    String what = "Prometheus of " + whose;
    HttpResponse<String> answer = ask(what, access, query);
    int status = answer.statusCode();
    if (status == HttpURLConnection.HTTP_UNAUTHORIZED
        || status == HttpURLConnection.HTTP_FORBIDDEN) {
      throw Failures.of(
          FailureTypes.FORBIDDEN,
          what + " refuses the token (HTTP " + status + "); check tokenRef");
    }
    JsonNode json = json(what, answer);
    if (!json.path("status").asText().equals("success")) {
      String error = what + ": " + json.path("error").asText("HTTP " + status);
      throw json.path("errorType").asText().equals("bad_data")
          ? Failures.of(FailureTypes.INVALID_REQUEST, error + "; correct the query: " + query)
          : Failures.of(FailureTypes.NOT_READY, error);
    }
    return highest(what, json.path("data"), query);
  }

  private HttpResponse<String> ask(String what, PrometheusAccess access, String query) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(access.url().replaceAll("/+$", "") + "/api/v1/query"))
            .timeout(ANSWER)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "query=" + URLEncoder.encode(query, StandardCharsets.UTF_8)));
    String token = access.tokenRef();
    if (token != null) {
      request.header("Authorization", "Bearer " + SecretRef.resolve(token));
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw Failures.of(
          FailureTypes.UNREACHABLE, what + " at " + access.url() + " does not answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.of(FailureTypes.UNREACHABLE, what + ": interrupted while asking", e);
    }
  }

  private static JsonNode json(String what, HttpResponse<String> answer) {
    try {
      return MAPPER.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw Failures.of(
          FailureTypes.NOT_READY,
          what + " answers no JSON (HTTP " + answer.statusCode() + "); is its URL right?",
          e);
    }
  }

  private static double highest(String what, JsonNode data, String query) {
    JsonNode result = data.path("result");
    switch (data.path("resultType").asText()) {
      case "scalar" -> {
        return number(result.path(1).asText());
      }
      case "vector" -> {
        if (result.isEmpty()) {
          throw Failures.of(FailureTypes.NOT_READY, what + " has no answer to: " + query);
        }
        double highest = Double.NEGATIVE_INFINITY;
        for (JsonNode series : result) {
          // Math.max keeps NaN, which is no good answer.
          highest = Math.max(highest, number(series.path("value").path(1).asText()));
        }
        return highest;
      }
      default ->
          throw Failures.of(
              FailureTypes.INVALID_REQUEST,
              what
                  + " answers a "
                  + data.path("resultType").asText()
                  + ", no number, to: "
                  + query);
    }
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }
}
