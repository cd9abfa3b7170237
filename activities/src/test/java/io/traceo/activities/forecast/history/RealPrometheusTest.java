package io.traceo.activities.forecast.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Counterparts;
import io.traceo.activities.Progress;
import io.traceo.activities.place.PlaceConfig.DemandAccess;
import io.traceo.workflows.capacity.DemandHistory;
import io.traceo.workflows.capacity.DemandHistory.Gap;
import io.traceo.workflows.capacity.HistoryRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Prometheus of its own with 97 days of two instances, filled in by its own tool. */
class RealPrometheusTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 5, 1);
  private static final int ALL_DAYS = 97;
  private static final int GAP_DAY = 40;

  @TempDir static Path folder;
  private static @Nullable Process server;
  private static String url = "";

  @BeforeAll
  static void start() throws Exception {
    Optional<Path> bin = Counterparts.folder("prometheus", "prometheus", "promtool");
    if (bin.isEmpty()) {
      Counterparts.lacks("prometheus");
      Assumptions.abort("no prometheus");
    }
    Path metrics = folder.resolve("metrics");
    Files.writeString(metrics, openMetrics());
    Process fill =
        new ProcessBuilder(
                bin.get().resolve("promtool").toString(),
                "tsdb",
                "create-blocks-from",
                "openmetrics",
                // A block a month, where the default of two hours makes a thousand.
                "--max-block-duration=720h",
                metrics.toString(),
                folder.resolve("data").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("fill.log").toFile())
            .start();
    if (!fill.waitFor(2, TimeUnit.MINUTES)) {
      fill.destroyForcibly().waitFor();
    }
    assertThat(fill.exitValue()).as(Files.readString(folder.resolve("fill.log"))).isZero();
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(config, "scrape_configs: []\n");
    server =
        new ProcessBuilder(
                bin.get().resolve("prometheus").toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--storage.tsdb.retention.time=100y",
                "--web.listen-address=127.0.0.1:0")
            .redirectErrorStream(true)
            .start();
    url = "http://" + address(server.inputReader());
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.destroyForcibly().waitFor();
    }
  }

  @Test
  void ninetyDaysOfTheSumOfTwoInstances() {
    DemandHistory history = read("sum(demand{region=\"$region\"})");

    assertThat(history.problems()).isEmpty();
    assertThat(history.firstDay()).isEqualTo(FIRST.plusDays(7));
    assertThat(history.peaks()).hasSize(90);
    for (int day = 7; day < ALL_DAYS; day++) {
      if (day != GAP_DAY) {
        assertThat(history.peaks().get(day - 7)).isEqualTo(2 * (1000.0 * day + 287));
        assertThat(history.means().get(day - 7)).isEqualTo(2 * (1000.0 * day + 143.5));
      }
    }
    // The sample before midnight still counts at midnight: the server looks back five minutes.
    assertThat(history.gaps())
        .singleElement()
        .satisfies(
            gap -> {
              assertThat(gap.firstDay()).isEqualTo(FIRST.plusDays(GAP_DAY));
              assertThat(gap.days()).isEqualTo(1);
            });
    assertThat(history.peaks().get(GAP_DAY - 7)).isNull();
  }

  @Test
  void aRegionThatItDoesNotKnowHasNoHistory() {
    DemandHistory history = read("sum(demand{region=\"other-$region\"})");
    assertThat(history.gaps()).isEqualTo(List.<Gap>of());
    assertThat(history.problems()).singleElement().asString().contains("no day of history");
  }

  @Test
  void itsRefusalsAreTold() {
    assertThatThrownBy(() -> read("sum(demand{"))
        .isInstanceOfSatisfying(
            ApplicationFailure.class, f -> assertThat(f.getType()).isEqualTo("InvalidRequest"))
        .hasMessageContainingAll("region eu", "400", "parse error", "field query");
    assertThatThrownBy(() -> read("demand{region=\"$region\"}"))
        .hasMessageContaining("it gives 2 series and must give one");
    assertThatThrownBy(() -> read("demand * on(region) demand"))
        .hasMessageContainingAll("422", "many-to-many");
  }

  private static DemandHistory read(String query) {
    return new PrometheusSource("eu", new DemandAccess("prometheus", url, null, null))
        .read(new HistoryRequest("eu", query, FIRST.plusDays(ALL_DAYS - 1L), 90), Progress.NONE);
  }

  private static String openMetrics() {
    StringBuilder text = new StringBuilder("# TYPE demand gauge\n");
    for (String instance : List.of("a", "b")) {
      for (int day = 0; day < ALL_DAYS; day++) {
        long midnight = FIRST.plusDays(day).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
        for (int at = 0; at < 288 && day != GAP_DAY; at++) {
          text.append("demand{region=\"eu\",instance=\"")
              .append(instance)
              .append("\"} ")
              .append(1000 * day + at)
              .append(' ')
              .append(midnight + 300L * at)
              .append('\n');
        }
      }
    }
    return text.append("# EOF\n").toString();
  }

  private static String address(BufferedReader log) throws IOException {
    Pattern listening = Pattern.compile("msg=\"Listening on\" address=(\\S+)");
    String address = "";
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      Matcher found = listening.matcher(line);
      if (found.find()) {
        address = found.group(1);
      }
      if (line.contains("Server is ready to receive web requests")) {
        return address;
      }
    }
    throw new IllegalStateException("prometheus ended before it was ready");
  }
}
