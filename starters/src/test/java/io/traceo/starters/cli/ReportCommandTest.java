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
  void reportsOfRestoresStandBesideThoseOfDrills() throws IOException {
    Files.writeString(
        home.resolve("reports/restore-test-na-20261202T040000-cccc.json"),
        "{\"schema\":1,\"kind\":\"RESTORE_TEST\",\"reportId\":"
            + "\"restore-test-na-20261202T040000-cccc\",\"group\":\"na\",\"verdict\":\"RED\","
            + "\"reason\":\"too old\",\"startedAt\":\"2026-12-02T04:00:00Z\"}");
    assertThat(cli.run("report", "list")).isZero();
    assertThat(cli.lines()).hasSize(3);
    assertThat(cli.lines().get(0))
        .contains("restore-test-na-20261202T040000-cccc", "RED", "RESTORE TEST", "too old");
    Cli show = new Cli(home);
    assertThat(show.run("report", "show")).isZero();
    assertThat(show.out()).startsWith("RESTORE TEST RED");
    Cli note = new Cli(home);
    assertThat(note.run("report", "note", "back up more often", "--by", "ops")).isZero();
    Cli open = new Cli(home);
    assertThat(open.run("report", "open")).isZero();
    assertThat(home.resolve("reports/restore-test-na-20261202T040000-cccc.html"))
        .content()
        .contains("back up more often", "This backup is not known to restore: too old.");
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

  @Test
  void aNoteGoesToTheLatestOrTheNamedReportAndIsClosedByItsNumber() throws IOException {
    assertThat(cli.run("report", "note", "call earlier", "--by", "ops")).isZero();
    assertThat(cli.out()).contains("note 1 added to 20261201T000000-na-bbbb");
    Cli older = new Cli(home);
    assertThat(older.run("report", "note", "20261101T000000-na-aaaa", "buy a pager")).isZero();
    Cli show = new Cli(home);
    show.run("report", "show");
    assertThat(show.out()).contains("note 1, open: call earlier (ops, ");
    Cli done = new Cli(home);
    assertThat(done.run("report", "note", "--done", "2", "--by", "lead")).isZero();
    assertThat(done.out()).contains("note 2 was closed by lead");
    assertThat(home.resolve("reports/20261101T000000-na-aaaa.html")).content().contains("lead");
  }

  @Test
  void aNoteThatCanNotBeUnderstoodIsWrongUsage() {
    assertThat(cli.run("report", "note")).isEqualTo(ExitCodes.USAGE);
    assertThat(cli.run("report", "note", "text", "--done", "1")).isEqualTo(ExitCodes.USAGE);
    assertThat(cli.run("report", "note", "nix", "text")).isEqualTo(ExitCodes.USAGE);
    assertThat(cli.run("report", "note", "--done", "9")).isEqualTo(ExitCodes.USAGE);
    assertThat(cli.err()).contains("traceo report note --done NUMBER", "there is no note 9");
    assertThat(home.resolve("reports/notes.jsonl"))
        .satisfiesAnyOf(f -> assertThat(f).doesNotExist(), f -> assertThat(f).isEmptyFile());
  }

  @Test
  void withoutABrowserThePathOfThePageIsPrinted() {
    assertThat(cli.run("report", "open")).isZero();
    Path page = home.resolve("reports/20261201T000000-na-bbbb.html");
    assertThat(cli.lines()).containsExactly(page.toString());
    assertThat(page).content().contains("FAILED");
  }

  @Test
  void aBrowserIsGivenThePage() throws Exception {
    Path bin = Files.createDirectories(home.resolve("bin"));
    Path opener = bin.resolve("xdg-open");
    Files.writeString(
        opener,
        "#!/bin/sh\necho \"$1\" > "
            + home
            + "/opened.new\n"
            + "mv "
            + home
            + "/opened.new "
            + home
            + "/opened\n");
    assertThat(opener.toFile().setExecutable(true)).isTrue();
    Cli desktop = cli.with("PATH", "/nowhere:" + bin).with("DISPLAY", ":0");

    assertThat(desktop.run("report", "open", "20261101T000000-na-aaaa")).isZero();

    assertThat(desktop.out()).startsWith("opened ");
    Path opened = home.resolve("opened");
    for (long end = System.nanoTime() + 10_000_000_000L;
        !Files.exists(opened) && System.nanoTime() < end; ) {
      Thread.sleep(20);
    }
    assertThat(opened).content().startsWith("file:///").contains("20261101T000000-na-aaaa.html");
  }

  private void put(String id, String startedAt, String verdict) throws IOException {
    Files.writeString(
        home.resolve("reports/" + id + ".json"),
        "{\"schema\":1,\"reportId\":\"%s\",\"group\":\"na\",\"mode\":\"UNPLANNED\",\"verdict\":\"%s\",\"startedAt\":\"%s\"}"
            .formatted(id, verdict, startedAt));
  }
}
