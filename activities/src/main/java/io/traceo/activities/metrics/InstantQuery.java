package io.traceo.activities.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import io.traceo.activities.Failures;
import io.traceo.activities.place.PlaceConfig.PrometheusAccess;
import io.traceo.workflows.contract.FailureTypes;
import java.time.Duration;
import java.util.Map;

/** One number from Prometheus, now. Changes nothing, safe to repeat. */
public final class InstantQuery {
  private static final Duration ANSWER = Duration.ofSeconds(5);

  private final Prometheus prometheus;
  private final String region;

  /**
   * @param gate that the number is for, named in failures
   * @throws io.temporal.failure.ApplicationFailure as {@link Prometheus}
   */
  public InstantQuery(String region, String gate, PrometheusAccess access) {
    this.region = region;
    this.prometheus =
        new Prometheus(
            new Prometheus.Named(
                region,
                "metrics.url",
                "metrics.tokenRef",
                "metrics.caFile",
                "query of gate \"" + gate + "\""),
            access,
            ANSWER);
  }

  /**
   * The highest of the answers; NaN when one is.
   *
   * @throws io.temporal.failure.ApplicationFailure as {@link Prometheus#ask}; {@code NotReady} too
   *     when there is no answer
   */
  public double highest(String query) {
    JsonNode data = prometheus.ask("query", Map.of("query", query));
    JsonNode result = data.path("result");
    String type = data.path("resultType").asText();
    return switch (type) {
      case "scalar" -> prometheus.number(result.path(1).asText());
      case "vector" -> {
        if (result.isEmpty()) {
          throw Failures.of(
              FailureTypes.NOT_READY,
              "region " + region + ": Prometheus has no answer to: " + query);
        }
        double highest = Double.NEGATIVE_INFINITY;
        for (JsonNode series : result) {
          // Math.max keeps NaN, which is no good answer.
          highest = Math.max(highest, prometheus.number(series.path("value").path(1).asText()));
        }
        yield highest;
      }
      default -> throw prometheus.invalid("it answers a " + type + ", no number, to: " + query);
    };
  }
}
