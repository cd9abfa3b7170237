package io.traceo.activities.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Failures;
import io.traceo.activities.place.PlaceConfig.PrometheusAccess;
import io.traceo.activities.place.SecretRef;
import io.traceo.workflows.contract.FailureTypes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * A Prometheus, or what speaks its HTTP API
 * (https://prometheus.io/docs/prometheus/latest/querying/api/). Asks only; safe to repeat, from any
 * thread.
 */
public final class Prometheus {
  /** Beyond it an answer has too many series. A month of one series is a quarter of this. */
  public static final int MOST_BYTES = 2_000_000;

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int WORDS = 300;

  private final Named named;
  private final OkHttpClient client;
  private final HttpUrl base;
  private final @Nullable String tokenRef;

  /**
   * What failures call its parts.
   *
   * @param region whose it is
   * @param url field of the configuration
   * @param token field of the configuration
   * @param certificate field of the configuration
   * @param query where the query is from, for example {@code field query}
   */
  public record Named(String region, String url, String token, String certificate, String query) {}

  /**
   * @param timeout of a whole answer
   * @throws ApplicationFailure {@code InvalidRequest} when its address is no URL or the certificate
   *     can't be read
   */
  public Prometheus(Named named, PrometheusAccess access, Duration timeout) {
    @Nullable HttpUrl url = HttpUrl.parse(access.url());
    if (url == null || !url.username().isEmpty() || !url.password().isEmpty()) {
      // What is wrong with it may be a password in it.
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          "region %s, field %s: it is no http or https URL without a user"
              .formatted(named.region(), named.url()));
    }
    this.named = named;
    this.base = url;
    this.tokenRef = access.tokenRef();
    try {
      this.client =
          Trust.client(
              "region %s, field %s".formatted(named.region(), named.certificate()),
              access.caFile(),
              timeout);
    } catch (IllegalArgumentException e) {
      throw Failures.of(FailureTypes.INVALID_REQUEST, String.valueOf(e.getMessage()), e);
    }
  }

  /** Where it is, without what may be a secret. */
  public String shown() {
    return base.newBuilder().query(null).fragment(null).build().toString();
  }

  /**
   * Its answer to a query: {@code resultType} and {@code result}.
   *
   * @param endpoint {@code query} or {@code query_range}
   * @throws ApplicationFailure {@code Unreachable}; {@code NotReady} when it has troubles of its
   *     own, or warns that the answer is not whole; {@code Forbidden}; {@code InvalidRequest} when
   *     the query can't be understood or answered, or it is no Prometheus
   */
  public JsonNode ask(String endpoint, Map<String, String> parameters) {
    HttpUrl.Builder url = base.newBuilder().addPathSegments("api/v1/" + endpoint);
    parameters.forEach(url::addQueryParameter);
    Request.Builder request =
        new Request.Builder().url(url.build()).header("Accept", "application/json");
    if (tokenRef != null) {
      request.header("Authorization", "Bearer " + SecretRef.resolve(tokenRef));
    }
    try (Response response = client.newCall(request.build()).execute()) {
      byte[] body = Objects.requireNonNull(response.body()).byteStream().readNBytes(MOST_BYTES + 1);
      if (response.code() != 200) {
        throw refused(response.code(), body);
      }
      return data(body);
    } catch (IOException e) {
      throw Failures.of(
          FailureTypes.UNREACHABLE,
          "region %s: no answer from Prometheus at %s: %s"
              .formatted(named.region(), shown(), e.getMessage()),
          e);
    }
  }

  private JsonNode data(byte[] body) {
    if (body.length > MOST_BYTES) {
      throw invalid(
          "%s: the answer is larger than %d bytes: it has too many series; sum them"
              .formatted(named.query(), MOST_BYTES));
    }
    JsonNode answer = json(body);
    JsonNode data = answer.path("data");
    if (!answer.path("status").asText().equals("success") || !data.path("result").isArray()) {
      throw invalid(
          "field %s: the server answers, but not as Prometheus does; its answer begins: %s"
              .formatted(named.url(), words(body)));
    }
    if (answer.path("warnings").size() > 0) {
      // A part of the stores is silent: a sum would be smaller than it is.
      throw Failures.of(
          FailureTypes.NOT_READY,
          "region %s: Prometheus warns that its answer is not whole: %s"
              .formatted(named.region(), words(answer.path("warnings").toString())));
    }
    return data;
  }

  /** What a status other than 200 means. */
  private ApplicationFailure refused(int status, byte[] body) {
    String said = json(body).path("error").asText();
    String message =
        "region %s: Prometheus at %s answers %d: %s"
            .formatted(named.region(), shown(), status, said.isEmpty() ? words(body) : words(said));
    return switch (status) {
      case 401, 403 ->
          Failures.of(FailureTypes.FORBIDDEN, message + "; look at the field " + named.token());
      case 400, 422 ->
          Failures.of(FailureTypes.INVALID_REQUEST, message + "; look at the " + named.query());
      case 408, 429 -> Failures.of(FailureTypes.NOT_READY, message);
      default ->
          status >= 500
              ? Failures.of(FailureTypes.NOT_READY, message)
              : Failures.of(
                  FailureTypes.INVALID_REQUEST, message + "; look at the field " + named.url());
    };
  }

  /**
   * A sample's value. NaN is how a query says that it has none.
   *
   * @param text as Prometheus writes it
   */
  public double number(String text) {
    try {
      return switch (text) {
        case "+Inf" -> Double.POSITIVE_INFINITY;
        case "-Inf" -> Double.NEGATIVE_INFINITY;
        default -> Double.parseDouble(text);
      };
    } catch (NumberFormatException e) {
      throw invalid(
          "%s: a sample is \"%s\", which is no number".formatted(named.query(), words(text)));
    }
  }

  /** The query, or the answer to it, is none that can be used. */
  public ApplicationFailure invalid(String what) {
    return Failures.of(
        FailureTypes.INVALID_REQUEST, "region %s, %s".formatted(named.region(), what));
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
    return words(new String(body, 0, Math.min(WORDS, body.length), StandardCharsets.UTF_8));
  }

  private static String words(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() > WORDS ? line.substring(0, WORDS) + "..." : line;
  }
}
