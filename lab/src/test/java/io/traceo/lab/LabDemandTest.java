package io.traceo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.activities.forecast.RegionForecaster;
import io.traceo.activities.forecast.history.CsvSource;
import io.traceo.activities.place.PlaceConfig.DemandAccess;
import io.traceo.activities.topology.Configuration;
import io.traceo.workflows.capacity.DemandHistory;
import io.traceo.workflows.capacity.HistoryRequest;
import io.traceo.workflows.topology.ReplicationGroup;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabDemandTest {
  @TempDir Path home;

  @Test
  void everyRegionCanBeForecastTodayAndInSevenWeeks() {
    Path runbooks = Path.of("..", "runbooks");
    ReplicationGroup na =
        Configuration.load(runbooks.resolve("topology.yaml"), runbooks)
            .topology()
            .group("na")
            .orElseThrow();
    Map<String, DemandAccess> access = new LabDemand(new LabFolder(home)).access(List.of(na));
    assertThat(access.keySet()).containsExactlyElementsOf(na.members());
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    double last = Double.MAX_VALUE;
    for (String region : na.members()) {
      for (LocalDate day : List.of(today.minusDays(1), today.plusDays(50))) {
        DemandHistory history =
            new CsvSource(Path.of(access.get(region).location()))
                .read(new HistoryRequest(region, null, day, 90), done -> {});
        assertThat(history.problems()).isEmpty();
        assertThat(history.peaks()).hasSize(90).doesNotContainNull();
      }
      DemandHistory history =
          new CsvSource(Path.of(access.get(region).location()))
              .read(new HistoryRequest(region, null, today.minusDays(1), 90), done -> {});
      double peak = RegionForecaster.forecast(history, 0.3).peak();
      assertThat(peak).as(region).isLessThan(last).isGreaterThan(500_000);
      last = peak;
    }
  }
}
