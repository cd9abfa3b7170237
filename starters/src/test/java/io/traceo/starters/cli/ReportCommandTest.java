package io.traceo.starters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
  @TempDir Path home;
  private Cli cli;

  @BeforeEach
  void twoReports() throws IOException {
    cli = new Cli(home);
    Files.createDirectories(home.resolve("reports"));
    put("20261101T000000-na-aaaa", "2026-11-01T00:00:00Z", "PASSED");
    put("20261201T000000-na-bbbb", "2026-12-01T00:00:00Z", "FAILED");
  }

  @Test
  void listsTheNewestFirst() {
    assertThat(cli.run("report", "list")).isZero();
    assertThat(cli.lines()).hasSize(2);
    assertThat(cli.lines().get(0)).contains("20261201T000000-na-bbbb", "FAILED");
  }

  @Test
  void aBrokenFileIsNamedBesideTheAnswer() throws IOException {
    Files.writeString(home.resolve("reports/torn.json"), "{\"schema\":");
    assertThat(cli.run("report", "list", "--json")).isZero();
    assertThat(cli.lines()).hasSize(2);
    assertThat(cli.err()).contains("can't be read", "torn.json");
    Cli one = new Cli(home);
    assertThat(one.run("report", "show", "torn")).isEqualTo(ExitCodes.FAILED);
    assertThat(one.err()).contains("torn.json").doesNotContain("\tat ");
  }

  @Test
  void showsTheLatestAsTextAndAsJson() throws IOException {
    assertThat(cli.run("report", "show")).isZero();
    assertThat(cli.out()).startsWith("DRILL FAILED").contains("20261201T000000-na-bbbb");
    Cli json = new Cli(home);
    assertThat(json.run("report", "show", "20261101T000000-na-aaaa", "--json")).isZero();
    assertThat(new ObjectMapper().readTree(json.out()).path("verdict").asText())
        .isEqualTo("PASSED");
  }

  @Test
  void anUnknownOrForbiddenIdIsWrongUsage() {
    assertThat(cli.run("report", "show", "nix")).isEqualTo(ExitCodes.USAGE);
    assertThat(cli.err()).contains("no report nix", "traceo report list");
    assertThat(cli.run("report", "show", "../../etc/passwd")).isEqualTo(ExitCodes.USAGE);
    assertThat(cli.err()).contains("is no report id");
  }

  private void put(String id, String startedAt, String verdict) throws IOException {
    Files.writeString(
        home.resolve("reports/" + id + ".json"),
        "{\"schema\":1,\"reportId\":\"%s\",\"group\":\"na\",\"mode\":\"UNPLANNED\",\"verdict\":\"%s\",\"startedAt\":\"%s\"}"
            .formatted(id, verdict, startedAt));
  }
}
