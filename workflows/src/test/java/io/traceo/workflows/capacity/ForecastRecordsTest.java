package io.traceo.workflows.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.traceo.workflows.contract.PayloadMapper;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForecastRecordsTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 1);
  private final ObjectMapper mapper = PayloadMapper.create();

  @Test
  void missingDaysSurviveThePayload() throws Exception {
    DemandHistory history =
        new DemandHistory(
            "eu-west-1",
            "file",
            DAY,
            Arrays.asList(2.0, null, 3.0),
            Arrays.asList(1.0, null, 1.5),
            List.of(new DemandHistory.Gap(DAY.plusDays(1), 1, "no samples")),
            List.of());
    String json = mapper.writeValueAsString(history);

    assertThat(json).contains("\"firstDay\":\"2026-11-01\"");
    assertThat(mapper.readValue(json, DemandHistory.class)).isEqualTo(history);
  }

  @Test
  void theGlobalPeakIsThatOfTheSum() {
    GlobalForecast global =
        GlobalForecast.of(
            List.of(region("a", DAY, 10.0, 1.0, 4.0), region("b", DAY, 1.0, 9.0, 5.0)));

    assertThat(global.daily()).containsExactly(11.0, 10.0, 9.0);
    assertThat(global.peak()).isEqualTo(11.0);
    assertThat(global.average()).isEqualTo(4.0);
    assertThat(global.withHeadroom()).isEqualTo(26.0);
  }

  @Test
  void forecastsOfOtherDaysAreNotAddedUp() {
    RegionForecast a = region("a", DAY, 1.0);
    assertThatThrownBy(() -> GlobalForecast.of(List.of(a, region("b", DAY.plusDays(1), 1.0))))
        .hasMessageContaining("forecast of b begins on 2026-11-02");
  }

  private static RegionForecast region(String id, LocalDate firstDay, Double... mean) {
    List<Double> days = List.of(mean);
    return new RegionForecast(
        id,
        firstDay,
        days.size(),
        "m",
        "the only one",
        List.of(new MethodForecast("m", days, days, days, null, null)),
        10,
        firstDay,
        10,
        2,
        0.3,
        13,
        List.of());
  }
}
