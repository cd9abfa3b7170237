package io.traceo.starters.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.traceo.activities.metrics.Trust;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * The HTTP API, where the environment names one: it knows who asks, so that what is decided through
 * it is proven. Its errors are problem documents, whose words are passed on.
 */
final class ApiClient {
  private static final MediaType JSON = MediaType.get("application/json");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpUrl base;
  private final String token;
  private final OkHttpClient http;

  private ApiClient(HttpUrl base, String token, OkHttpClient http) {
    this.base = base;
    this.token = token;
    this.http = http;
  }

  /**
   * Of {@code TRACEO_API}, {@code TRACEO_API_TOKEN} and, for a CA of one's own, {@code
   * TRACEO_API_CA}; empty when no API is named.
   *
   * @throws CliException when they can't be used
   */
  static Optional<ApiClient> configured(Settings settings) {
    String address = settings.variable("TRACEO_API");
    if (address == null) {
      return Optional.empty();
    }
    HttpUrl url = HttpUrl.parse(address);
    String token = settings.variable("TRACEO_API_TOKEN");
    if (url == null) {
      throw CliException.environment(
          "TRACEO_API is \"" + address + "\", no address like https://api:8443");
    }
    if (token == null) {
      throw CliException.environment("TRACEO_API is set and TRACEO_API_TOKEN is not");
    }
    if (!url.isHttps() && !url.host().startsWith("127.") && !url.host().equals("localhost")) {
      throw CliException.environment(
          "TRACEO_API is " + url + ": a token goes over https only, or stays on this machine");
    }
    try {
      return Optional.of(
          new ApiClient(
              url,
              token,
              Trust.client("TRACEO_API_CA", settings.variable("TRACEO_API_CA"), PATIENCE)));
    } catch (IllegalArgumentException e) {
      throw CliException.environment(String.valueOf(e.getMessage()));
    }
  }

  /** What a run says of itself. */
  JsonNode run(String workflowId) {
    return call(new Request.Builder().url(at(workflowId).build()).get());
  }

  /** Tells a run something: {@code approve}, {@code abort}, {@code pause}, {@code resume}. */
  JsonNode tell(String workflowId, String what, Map<String, Object> body) {
    String json = Json.mapper().valueToTree(body).toString();
    return call(
        new Request.Builder()
            .url(at(workflowId).addPathSegment(what).build())
            .post(RequestBody.create(json, JSON)));
  }

  /** A run's id stands in an address with {@code ~} for every slash. */
  private HttpUrl.Builder at(String workflowId) {
    return base.newBuilder()
        .addPathSegment("v1")
        .addPathSegment("runs")
        .addPathSegment(workflowId.replace('/', '~'));
  }

  private JsonNode call(Request.Builder request) {
    try (Response response =
        http.newCall(request.header("Authorization", "Bearer " + token).build()).execute()) {
      ResponseBody answer = response.body();
      JsonNode body = Json.mapper().readTree(answer == null ? "{}" : answer.string());
      if (response.isSuccessful()) {
        return body;
      }
      throw new CliException(
          response.code() >= 500 ? ExitCodes.FAILED : ExitCodes.REFUSED,
          "the API refuses (%d): %s"
              .formatted(response.code(), body.path("detail").asText("no reason given")));
    } catch (IOException e) {
      throw CliException.environment(
          "the API at " + base + " gives no answer: " + Failures.inWords(e));
    }
  }
}
