package io.traceo.activities.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfig.DemandAccess;
import io.traceo.workflows.capacity.DemandHistory;
import io.traceo.workflows.capacity.ForecastRequest;
import io.traceo.workflows.capacity.HistoryRequest;
import io.traceo.workflows.capacity.RegionForecast;
import io.traceo.workflows.contract.FailureTypes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForecastServiceTest {
  private static final LocalDate LAST = LocalDate.of(2014, 12, 14);

  @TempDir Path folder;
  private ForecastService service;

  @BeforeEach
  void configured() throws Exception {
    Files.copy(Traces.FOLDER.resolve("nyc_taxi_30min.csv"), folder.resolve("us-east-1.csv"));
    Map<String, DemandAccess> demand =
        Map.of(
            "us-east-1", new DemandAccess("csv", folder.toString(), null, null),
            "eu-west-1", new DemandAccess("graphite", "http://127.0.0.1:1", null, null));
    service =
        new ForecastService(
            new PlaceConfig("control", "t", "r", Map.of(), List.of(), "reports", demand));
  }

  private DemandHistory history(String region, LocalDate lastDay, int days) {
    return service.history(new HistoryRequest(region, null, lastDay, days), detail -> {});
  }

  @Test
  void aRegionsHistoryBecomesItsForecast() {
    DemandHistory history = history("us-east-1", LAST, 90);
    assertThat(history.firstDay()).isEqualTo(LAST.minusDays(89));

    RegionForecast forecast = service.forecast(new ForecastRequest(history, 0.3));
    assertThat(forecast.region()).isEqualTo("us-east-1");
    assertThat(forecast.firstDay()).isEqualTo(LAST.plusDays(1));
    assertThat(forecast.withHeadroom()).isEqualTo(forecast.peak() * 1.3);
    assertThat(forecast.average()).isBetween(forecast.peak() * 0.3, forecast.peak());
  }

  @Test
  void whatTheConfigurationDoesNotHaveIsNamedWithWhatItHas() {
    refused(() -> history("us-west-9", LAST, 90))
        .hasMessageContaining("region us-west-9, field demand:")
        .hasMessageContaining("control has no history of it; it has [eu-west-1, us-east-1]");
    refused(() -> history("eu-west-1", LAST, 90))
        .hasMessageContaining("region eu-west-1, field demand.kind: it is \"graphite\"");
  }

  @Test
  void aRequestForTooFewOrFarTooManyDaysIsRefused() {
    for (int days : new int[] {-1, 0, 89, 1201}) {
      refused(() -> history("us-east-1", LAST, days))
          .hasMessageContaining("region us-east-1, field days: " + days + " are asked for");
    }
    assertThat(history("us-east-1", LAST, 1200).problems()).isEmpty();
  }

  @Test
  void aHistoryWithProblemsIsNoForecast() {
    DemandHistory early = history("us-east-1", LocalDate.of(2014, 9, 1), 90);
    refused(() -> service.forecast(new ForecastRequest(early, 0.3)))
        .hasMessageContaining("region us-east-1, field days: 63 days of history are there");
  }

  @Test
  void aHeadroomBelowNothingIsRefused() {
    DemandHistory history = history("us-east-1", LAST, 90);
    for (double headroom : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
      refused(() -> service.forecast(new ForecastRequest(history, headroom)))
          .hasMessageContaining("region us-east-1, field headroom: it is " + headroom);
    }
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> refused(ThrowingCallable call) {
    return assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            e -> {
              assertThat(e.getType()).isEqualTo(FailureTypes.INVALID_REQUEST);
              assertThat(e.isNonRetryable()).isTrue();
            });
  }
}
