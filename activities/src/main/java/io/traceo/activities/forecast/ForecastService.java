package io.traceo.activities.forecast;

import io.temporal.activity.Activity;
import io.traceo.activities.Failures;
import io.traceo.activities.Progress;
import io.traceo.activities.forecast.history.CsvSource;
import io.traceo.activities.forecast.history.DemandSource;
import io.traceo.activities.forecast.history.PrometheusSource;
import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfig.DemandAccess;
import io.traceo.workflows.activity.ForecastActivities;
import io.traceo.workflows.capacity.DemandHistory;
import io.traceo.workflows.capacity.ForecastRequest;
import io.traceo.workflows.capacity.HistoryRequest;
import io.traceo.workflows.capacity.RegionForecast;
import io.traceo.workflows.contract.FailureTypes;
import java.nio.file.Path;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Histories and forecasts of the regions that a place's configuration names. */
public final class ForecastService implements ForecastActivities {
  /** More than three years of a sample every five minutes are a mistake. */
  private static final int MOST_DAYS = 1200;

  private final PlaceConfig config;

  /**
   * @param config its {@code demand} says where histories are
   */
  public ForecastService(PlaceConfig config) {
    this.config = config;
  }

  @Override
  public DemandHistory history(HistoryRequest request) {
    return history(request, Activity.getExecutionContext()::heartbeat);
  }

  DemandHistory history(HistoryRequest request, Progress progress) {
    if (request.days() < HistoryRequest.NEEDED_DAYS || request.days() > MOST_DAYS) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          "region %s, field days: %d are asked for; a forecast needs %d, and %d is the most"
              .formatted(request.region(), request.days(), HistoryRequest.NEEDED_DAYS, MOST_DAYS));
    }
    return source(request.region()).read(request, progress);
  }

  @Override
  public RegionForecast forecast(ForecastRequest request) {
    try {
      return RegionForecaster.forecast(request.history(), request.headroom());
    } catch (IllegalArgumentException e) {
      throw Failures.of(FailureTypes.INVALID_REQUEST, String.valueOf(e.getMessage()), e);
    }
  }

  private DemandSource source(String region) {
    @Nullable DemandAccess access = config.demand().get(region);
    if (access == null) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          "region %s, field demand: the configuration of %s has no history of it; it has %s"
              .formatted(region, config.place(), new TreeSet<>(config.demand().keySet())));
    }
    return switch (access.kind()) {
      case "prometheus" -> new PrometheusSource(region, access);
      case "csv" -> new CsvSource(Path.of(access.location()));
      default ->
          throw Failures.of(
              FailureTypes.INVALID_REQUEST,
              "region %s, field demand.kind: it is \"%s\"; it can be prometheus or csv"
                  .formatted(region, access.kind()));
    };
  }
}
