package io.traceo.starters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code traceo capacity simulate}, as a user meets it. */
class SimulateCommandTest {
  @TempDir Path home;
  private Cli cli;

  @BeforeEach
  void fresh() {
    cli = new Cli(home);
  }

  @Test
  void printsEveryWayOfScalingAndWhatMayBeClaimed() throws IOException {
    assertThat(simulate(trace(40), "--pod-start", "5")).as(cli.err()).isZero();
    assertThat(cli.out())
        .contains("demand.csv: 40 days from 2026-01-01T00:00, a value every 3600 s")
        .contains("between them on a straight line")
        .contains("14 to 143 pods; metrics are 60 s old")
        .contains("the last 10 days", "from the 30 days before it")
        .contains("pod start 5 min")
        .containsSubsequence(
            "static ", "target as given ", "tuned ", "predictive ", "daily floor ", "oracle ")
        .contains("saves 30-40 % or more against a static size of 1.3 x the peak of the 30 days")
        .contains("no claim against reactive, tuned: predictive");
    assertThat(cli.err()).contains("pods that take 5 min to start");
  }

  @Test
  void jsonForPrograms() throws IOException {
    assertThat(simulate(trace(40), "--pod-start", "3", "--as-is", "--json")).isZero();
    JsonNode report = new ObjectMapper().readTree(cli.out()).path(0);
    assertThat(report.path("scale").asDouble()).isEqualTo(1);
    assertThat(report.path("outcomes")).hasSize(6);
    assertThat(report.path("outcomes").path(0).path("strategy").asText()).isEqualTo("STATIC");
    assertThat(report.path("claims").path(0).path("holds").asBoolean())
        .as("values of some hundreds are far below what 14 pods do")
        .isFalse();
  }

  @Test
  void aFileThatIsNoTraceIsNamedWithItsLine() throws IOException {
    assertThat(simulate(home.resolve("none.csv"))).isEqualTo(ExitCodes.ENVIRONMENT);
    assertThat(cli.err()).contains("there is no file", "none.csv", "--trace");
    Path broken =
        Files.writeString(home.resolve("b.csv"), Files.readString(trace(40)) + "tomorrow,3\n");
    assertThat(simulate(broken)).isEqualTo(ExitCodes.ENVIRONMENT);
    assertThat(cli.err()).contains("b.csv:962: \"tomorrow\" is no time");
    assertThat(simulate(trace(12))).isEqualTo(ExitCodes.ENVIRONMENT);
    assertThat(cli.err()).contains("demand.csv has 12 days; at least 37 are needed");
    assertThat(cli.out()).isEmpty();
  }

  @Test
  void sizesThatMakeNoSenseAreWrongUsage() throws IOException {
    assertThat(simulate(trace(40), "--min", "9", "--max", "8")).isEqualTo(ExitCodes.USAGE);
    assertThat(cli.err()).contains("--min 9 is above max 8; nothing was simulated");
    assertThat(simulate(trace(40), "--headroom", "-1.3")).isEqualTo(ExitCodes.USAGE);
    assertThat(cli.err()).contains("--headroom -1.3 is not 1 to 100");
    assertThat(simulate(trace(40), "--pod-start", "0")).isEqualTo(ExitCodes.USAGE);
    assertThat(cli.err()).contains("--pod-start must be 1 to 50 minutes, not 0");
  }

  @Test
  void theTracesThatComeWithTheProgramAreThere() {
    System.setProperty("traceo.runbooks", Path.of("..", "runbooks").toString());
    try {
      assertThat(cli.settings().traces())
          .isDirectoryContaining("glob:**nyc_taxi_30min.csv")
          .isDirectoryContaining("glob:**vic_elec_30min.csv")
          .isDirectoryContaining("glob:**worldcup98_requests_5min.csv");
    } finally {
      System.clearProperty("traceo.runbooks");
    }
  }

  private int simulate(Path trace, String... more) {
    String[] all = new String[4 + more.length];
    System.arraycopy(
        new String[] {"capacity", "simulate", "--trace", trace.toString()}, 0, all, 0, 4);
    System.arraycopy(more, 0, all, 4, more.length);
    return cli.run(all);
  }

  /** A value an hour, high by day. */
  private Path trace(int days) throws IOException {
    StringBuilder lines = new StringBuilder("timestamp,value\n");
    LocalDateTime start = LocalDateTime.parse("2026-01-01T00:00");
    for (int hour = 0; hour < days * 24; hour++) {
      double value = 200 - 150 * Math.cos(2 * Math.PI * hour / 24);
      lines.append(start.plusHours(hour)).append(',').append(Math.round(value)).append('\n');
    }
    return Files.writeString(home.resolve("demand.csv"), lines);
  }
}
