package io.traceo.activities.forecast.history;

import com.fasterxml.jackson.databind.JsonNode;
import io.traceo.activities.Failures;
import io.traceo.activities.Progress;
import io.traceo.activities.metrics.Prometheus;
import io.traceo.activities.place.PlaceConfig.DemandAccess;
import io.traceo.activities.place.PlaceConfig.PrometheusAccess;
import io.traceo.workflows.capacity.DemandHistory;
import io.traceo.workflows.capacity.HistoryRequest;
import io.traceo.workflows.contract.FailureTypes;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
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

  private final Prometheus prometheus;

  /**
   * @throws io.temporal.failure.ApplicationFailure as {@link Prometheus}
   */
  public PrometheusSource(String region, DemandAccess access) {
    this(region, access, Duration.ofSeconds(60));
  }

  PrometheusSource(String region, DemandAccess access, Duration timeout) {
    this.prometheus =
        new Prometheus(
            new Prometheus.Named(
                region, "demand.location", "demand.tokenRef", "demand.caFile", "field query"),
            new PrometheusAccess(access.location(), access.tokenRef(), access.caFile()),
            timeout);
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
      add(samples, ask(query, from, to));
    }
    return samples.history("Prometheus at %s: %s".formatted(prometheus.shown(), query), PER_DAY);
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

  private JsonNode ask(String query, LocalDate from, LocalDate to) {
    return prometheus
        .ask(
            "query_range",
            Map.of(
                "query", query,
                "start", seconds(from) + "",
                "end", (seconds(to) - STEP.toSeconds()) + "",
                "step", STEP.toSeconds() + ""))
        .path("result");
  }

  /** Of the one series. None is no failure: nothing was recorded then. */
  private void add(Samples samples, JsonNode series) {
    if (series.size() > 1) {
      throw prometheus.invalid(
          "field query: it gives %d series and must give one: sum them".formatted(series.size()));
    }
    for (JsonNode sample : series.path(0).path("values")) {
      double value = prometheus.number(sample.path(1).asText());
      if (!Double.isNaN(value)) {
        samples.add(
            Instant.ofEpochSecond(sample.path(0).asLong()).atZone(ZoneOffset.UTC).toLocalDate(),
            value,
            "query");
      }
    }
  }

  private static long seconds(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
  }
}
