package io.traceo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.traceo.starters.cli.Traceo;
import io.traceo.workflows.activity.BackupActivities.Stock;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.restore.ArchiveState;
import io.traceo.workflows.restore.BackupResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is wrong with a group's backups turns the operator's own command RED, with the reason in
 * what it prints and in the report it keeps; once that is mended the same command is GREEN.
 */
@Tag("deaths")
class RedRestoreTestIT {
  private static final int NET = 95;
  private static final String COLD = "us-west-2";
  private static final String LEADER = "us-east-1";
  private static final long LAG_MILLIS = 40_000;

  @TempDir static Path home;

  private static TestLab lab;

  @BeforeAll
  static void up() throws Exception {
    lab =
        new TestLab(
            home,
            NET,
            Map.of(
                "archiveLagLimit: 60s",
                "archiveLagLimit: 40s",
                "checks:\n",
                """
                checks:
                  - name: nobody has marked it bad
                    sql: SELECT count(*) = 0 FROM pg_class WHERE relname = 'marked_bad'
                """),
            "na");
  }

  @AfterAll
  static void down() {
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void aFlippedByteOfTheBase() throws Exception {
    String id = backup();
    Path piece =
        objects("base/" + id).stream()
            .max(Comparator.comparingLong(f -> f.toFile().length()))
            .get();
    byte[] content = Files.readAllBytes(piece);
    content[content.length / 2] ^= 1;
    Files.write(piece, content);
    red("damaged");
    backup();
    green();
  }

  @Test
  void aMissingSegmentOfTheLog() throws Exception {
    backup();
    for (int n = 0; n < 3; n++) {
      sql("CREATE TABLE segment_" + n + " (n int)");
      sql("SELECT pg_switch_wal()");
    }
    awaitArchive();
    List<Path> segments =
        objects("wal/00000001").stream().filter(p -> !p.toString().endsWith(".partial")).toList();
    Path lost = segments.get(segments.size() - 2);
    Files.delete(lost);
    red("segment " + lost.getFileName() + " of the log is missing");
    backup();
    green();
  }

  @Test
  void aCheckOfTheOperatorThatAnswersFalse() throws Exception {
    backup();
    sql("CREATE TABLE marked_bad (n int)");
    awaitArchive();
    red("check failed, nobody has marked it bad: first column: f");
    sql("DROP TABLE marked_bad");
    awaitArchive();
    green();
  }

  @Test
  void anArchiveThatSilentlyStopped() throws Exception {
    backup();
    awaitArchive();
    lab.client("na").newUntypedWorkflowStub(WorkflowIds.archive("na")).terminate("a test");
    ArchiveState stopped = lab.stock("na").archive();
    while (System.currentTimeMillis() - stopped.atMillis() <= LAG_MILLIS) {
      TimeUnit.MILLISECONDS.sleep(500);
      stopped = lab.stock("na").archive();
    }
    red("the archive stopped ");
    assertThat(traceo("archive", "na").lines()).anyMatch(l -> l.contains("archive"));
    awaitArchive();
    green();
  }

  private static String backup() throws Exception {
    BackupResult result =
        lab.run("Backup", WorkflowIds.backup("na"), Map.of("group", "na"), BackupResult.class);
    assertThat(result.outcome()).as("%s", result).isEqualTo("DONE");
    return result.backup().id();
  }

  /** RED with a reason that has these words, wherever somebody would look. */
  private static void red(String words) throws Exception {
    Said said = traceo("restore-test", "na", "--reason", "a test");
    assertThat(said.exit()).as("%s", said.text()).isEqualTo(1);
    assertThat(said.text()).contains("RED").contains(words).contains("PAGE");
    JsonNode report = newestReport();
    assertThat(report.path("verdict").asText()).isEqualTo("RED");
    assertThat(report.path("reason").asText()).contains(words);
    Said shown = traceo("report", "show", "latest");
    assertThat(shown.text()).contains("RED").contains(words);
    lab.assertNothingRestored("na", COLD);
  }

  private static void green() throws Exception {
    Said said = traceo("restore-test", "na");
    assertThat(said.exit()).as("%s", said.text()).isZero();
    assertThat(said.text()).contains("GREEN").doesNotContain("RED");
    assertThat(newestReport().path("verdict").asText()).isEqualTo("GREEN");
    lab.assertNothingRestored("na", COLD);
  }

  /** What the command line printed, and its exit code. */
  private record Said(int exit, String text) {
    Stream<String> lines() {
      return text.lines();
    }
  }

  /** As an operator types it. */
  private static Said traceo(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(JavaChild.command(128));
    command.add(
        command.indexOf("-cp"), "-Dtraceo.runbooks=" + home.resolve("runbooks").toAbsolutePath());
    command.add(Traceo.class.getName());
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(home, "said", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("TRACEO_HOME", home.toString());
    Process process = builder.start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return new Said(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }

  private static JsonNode newestReport() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("reports"))) {
      Path newest =
          files
              .filter(f -> f.toString().endsWith(".json"))
              .max(Comparator.comparingLong(f -> f.toFile().lastModified()))
              .get();
      return new ObjectMapper().readTree(newest.toFile());
    }
  }

  private static List<Path> objects(String below) throws IOException {
    Path store = home.resolve("lab/store-" + COLD + "/na");
    try (Stream<Path> all = Files.walk(store.resolve(below))) {
      return all.filter(Files::isRegularFile)
          .filter(f -> !f.getFileName().toString().startsWith("."))
          .filter(f -> !f.getFileName().toString().equals("manifest.json"))
          .sorted()
          .toList();
    }
  }

  private static void sql(String statement) throws SQLException {
    try (Connection leader = lab.connect("na", LEADER);
        Statement session = leader.createStatement()) {
      session.execute(statement);
    }
  }

  /** Until the archive has what is committed by now. */
  private static void awaitArchive() throws Exception {
    long now;
    try (Connection leader = lab.connect("na", LEADER);
        Statement session = leader.createStatement();
        ResultSet row =
            session.executeQuery("SELECT (pg_current_wal_flush_lsn() - '0/0')::bigint")) {
      row.next();
      now = row.getLong(1);
    }
    Stock stock = lab.stock("na");
    for (int n = 0; n < 600; n++) {
      ArchiveState state = stock.archive();
      boolean fresh =
          state != null && System.currentTimeMillis() - state.atMillis() < LAG_MILLIS / 4;
      if (fresh && state.position() >= now) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(250);
      stock = lab.stock("na");
    }
    throw new AssertionError("the archive does not get to " + now + ": " + stock.archive());
  }
}
