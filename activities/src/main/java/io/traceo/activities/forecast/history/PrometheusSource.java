package io.traceo.activities.forecast.history;

import io.traceo.activities.Failures;
import io.traceo.activities.backup.Progress;
import io.traceo.activities.place.PlaceConfig.DemandAccess;
import io.traceo.activities.place.SecretRef;
import io.traceo.workflows.capacity.DemandHistory;
import io.traceo.workflows.capacity.HistoryRequest;
import io.traceo.workflows.contract.FailureTypes;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * A region's demand from Prometheus, or what speaks its HTTP API: range queries with a sample every
 * five minutes, a month at a time, since a server gives at most 11,000 points of a series
 * (prometheus.io/docs/prometheus/latest/querying/api).
 */
public final class PrometheusSource implements DemandSource {
  static final Duration STEP = Duration.ofMinutes(5);
  static final int PER_DAY = (int) Duration.ofDays(1).dividedBy(STEP);
  static final int DAYS_AT_ONCE = 30;

  /** A month of one series is a quarter of this. */
  static final int MOST_BYTES = 2_000_000;

  private final OkHttpClient client;
  private final HttpUrl base;
  private final @Nullable String tokenRef;

  /**
   * @throws io.temporal.failure.ApplicationFailure {@code InvalidRequest} when the location is no
   *     URL or the certificate can't be read
   */
  public PrometheusSource(String region, DemandAccess access) {
    this(region, access, Duration.ofSeconds(60));
  }

  PrometheusSource(String region, DemandAccess access, Duration timeout) {
    @Nullable HttpUrl url = HttpUrl.parse(access.location());
    if (url == null || !url.username().isEmpty() || !url.password().isEmpty()) {
      // What is wrong with it may be a password in it.
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          "region %s, field demand.location: it is no http or https URL without a user"
              .formatted(region));
    }
    this.base = url;
    this.tokenRef = access.tokenRef();
    this.client = Trust.client(region, access.caFile(), timeout);
  }

  @Override
  public DemandHistory read(HistoryRequest request, Progress progress) {
    Samples samples = new Samples(request);
    String query = query(request);
    LocalDate end = request.lastDay().plusDays(1);
    for (LocalDate from = samples.begin(); from.isBefore(end); from = from.plusDays(DAYS_AT_ONCE)) {
      LocalDate next = from.plusDays(DAYS_AT_ONCE);
      LocalDate to = next.isBefore(end) ? next : end;
      progress.tell("demand of %s from %s to %s".formatted(request.region(), from, to));
      PrometheusAnswer.read(request.region(), ask(request.region(), query, from, to), samples);
    }
    return samples.history("Prometheus at %s: %s".formatted(shown(), query), PER_DAY);
  }

  /** The region's id goes in as a string's content, so that it can't end the string. */
  private static String query(HistoryRequest request) {
    @Nullable String query = request.query();
    if (query == null || query.isBlank()) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          "region %s, field query: Prometheus needs one, for example".formatted(request.region())
              + " sum(rate(metrics_ingested_total{region=\"$region\"}[5m]))");
    }
    String id = request.region().replace("\\", "\\\\").replace("\"", "\\\"");
    return query.replace("$region", id);
  }

  private byte[] ask(String region, String query, LocalDate from, LocalDate to) {
    HttpUrl url =
        base.newBuilder()
            .addPathSegments("api/v1/query_range")
            .addQueryParameter("query", query)
            .addQueryParameter("start", seconds(from) + "")
            .addQueryParameter("end", (seconds(to) - STEP.toSeconds()) + "")
            .addQueryParameter("step", STEP.toSeconds() + "")
            .build();
    Request.Builder request = new Request.Builder().url(url).header("Accept", "application/json");
    if (tokenRef != null) {
      request.header("Authorization", "Bearer " + SecretRef.resolve(tokenRef));
    }
    try (Response response = client.newCall(request.build()).execute()) {
      return body(region, response);
    } catch (IOException e) {
      throw Failures.of(
          FailureTypes.UNREACHABLE,
          "region %s: no answer from Prometheus at %s: %s"
              .formatted(region, shown(), e.getMessage()),
          e);
    }
  }

  private byte[] body(String region, Response response) throws IOException {
    byte[] body = Objects.requireNonNull(response.body()).byteStream().readNBytes(MOST_BYTES + 1);
    if (response.code() != 200) {
      throw PrometheusAnswer.refused(region, shown(), response.code(), body);
    }
    if (body.length > MOST_BYTES) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          "region %s, field query: the answer for a month is larger than %d bytes: it has too many series; sum them"
              .formatted(region, MOST_BYTES));
    }
    return body;
  }

  private String shown() {
    return base.newBuilder().query(null).fragment(null).build().toString();
  }

  private static long seconds(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
  }
}
