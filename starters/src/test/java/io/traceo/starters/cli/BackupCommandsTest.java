package io.traceo.starters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands about backups against a real server of the SDK and runs that are played. */
@Timeout(60)
class BackupCommandsTest extends PlayedCommands {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @BeforeEach
  void allIsWell() {
    FakeArchive.problem = "";
    FakeStock.silent = false;
  }

  @AfterEach
  void endArchive() {
    try {
      server.client().newUntypedWorkflowStub("archive/na").terminate("end of test");
    } catch (io.temporal.client.WorkflowNotFoundException e) {
      // The test started none.
    }
  }

  @Test
  void aBackupSaysWhatWasMadeAndWhatWent() {
    assertThat(cli.run("backup", "na")).as(cli.err()).isZero();
    assertThat(cli.out())
        .contains(
            "BACKUP DONE",
            "made     backup 20261125T020000-aaaa of 2026-11-25T02:01:40Z, taken from us-east-1,"
                + " 1.5 GiB, timeline 8, 3/52000028 to 3/52000120",
            "stored   475.0 MiB in us-west-2, key kms:us-west-2/traceo",
            "removed  20261001T020000-old1",
            "removed  12 segments of log");
  }

  @ParameterizedTest
  @CsvSource({"refuse, 4, BACKUP REFUSED: the store is full", "fail, 1, BACKUP FAILED: the leader"})
  void aBackupThatIsNotMadeEndsSo(String reason, int code, String said) {
    assertThat(cli.run("backup", "na", "--reason", reason)).isEqualTo(code);
    assertThat(cli.out()).contains(said);
  }

  @Test
  void aSecondBackupEndsAtOnceNamingTheFirst() throws Exception {
    CompletableFuture<Integer> first = inBackground("backup", "na", "--reason", "wait");
    awaitOutput("-- take");
    Cli second = new Cli(home);
    assertThat(second.run("backup", "na")).isEqualTo(ExitCodes.REFUSED);
    assertThat(second.err()).contains("backup/na runs already (run ");
    raise("TERM");
    assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(ExitCodes.FAILED);
    assertThat(cli.out()).contains("stopping: what was copied so far counts as no backup");
    assertThat(cli.err()).contains("backup/na was cancelled");
  }

  @ParameterizedTest
  @CsvSource({"backup, backup", "restore, restore", "restore-test, restore test"})
  void againstAConfiguredServerOnlyThePlanWithoutYes(String command, String what) {
    cli.with("TEMPORAL_ADDRESS", server.address());
    assertThat(cli.run(command, "na")).as(cli.err()).isEqualTo(ExitCodes.REFUSED);
    assertThat(cli.out()).contains("PLANNED", "start the " + what + " with --yes");
    Cli yes = new Cli(home).with("TEMPORAL_ADDRESS", server.address());
    assertThat(yes.run(command, "na", "--yes")).as(yes.err()).isZero();
  }

  @Test
  void aPlanThatWasAskedForIsNoFailure() {
    assertThat(cli.run("backup", "na", "--dry-run")).isZero();
    assertThat(cli.out())
        .contains("BACKUP PLANNED", "plan     from us-east-1, 1.5 GiB, by the worker of us-west-2")
        .doesNotContain("--yes");
  }

  @Test
  void aRestoreTellsItsPlanAndItsReport() {
    assertThat(
            cli.run(
                "restore",
                "na",
                "--to",
                "2026-11-25T03:00:00Z",
                "--take-over",
                "--lost",
                "us-east-1,us-west-1",
                "--accept-loss"))
        .as(cli.err())
        .isZero();
    assertThat(cli.out())
        .contains(
            "from     backup 20261125T020000-aaaa",
            "loss     commits of the last 3.25 s would be missing",
            "RESTORE DONE",
            "asked: to=2026-11-25T03:00:00Z lost=[us-east-1, us-west-1] loss=true",
            "it stands until you remove it: traceo restored list na",
            "kept as /reports/restore-na-20261125T040000-1f2e.json",
            "traceo report open restore-na-20261125T040000-1f2e");
  }

  @Test
  void aTakeOverWithoutAYesToTheLossIsRefusedWithThePlan() {
    assertThat(cli.run("restore", "na", "--take-over")).isEqualTo(ExitCodes.REFUSED);
    assertThat(cli.out()).contains("RESTORE REFUSED", "nobody said yes to the loss", "3.25 s");
  }

  @Test
  void whatWasTypedWrongIsRefusedBeforeAnythingStarts() {
    assertThat(
            cli.run(
                "restore", "mars", "--to", "yesterday", "--region", "moon", "--lost", "us-esat-1"))
        .isEqualTo(ExitCodes.USAGE);
    assertThat(cli.err())
        .contains("to is \"yesterday\"", "unknown group mars", "unknown region moon")
        .contains("unknown region us-esat-1", "\"lost\" only has a meaning with \"takeOver\"");
    Cli more = new Cli(home);
    assertThat(more.run("restore", "na", "--to", "backup", "--accept-loss"))
        .isEqualTo(ExitCodes.USAGE);
    assertThat(more.err())
        .contains("name the one in field \"backup\"", "\"acceptLoss\" only has a meaning with");
    for (String command : new String[] {"backup", "restore-test", "archive"}) {
      Cli other = new Cli(home);
      assertThat(other.run(command, "mars")).isEqualTo(ExitCodes.USAGE);
      assertThat(other.err()).contains("unknown group mars; known groups are na");
    }
  }

  @Test
  void aRedTestFailsAndAGreenOneDoesNot() {
    assertThat(cli.run("restore-test", "na")).isZero();
    assertThat(cli.out()).contains("RESTORE TEST GREEN");
    Cli red = new Cli(home);
    assertThat(red.run("restore-test", "na", "--reason", "red")).isEqualTo(ExitCodes.FAILED);
    assertThat(red.out()).contains("RESTORE TEST RED", "a piece of the base is damaged");
  }

  @Test
  void inJsonTheLastLineIsTheReport() throws IOException {
    assertThat(cli.run("restore-test", "na", "--json")).isZero();
    var report = MAPPER.readTree(cli.lines().get(cli.lines().size() - 1));
    assertThat(report.path("verdict").asText()).isEqualTo("GREEN");
    assertThat(report.path("kind").asText()).isEqualTo("RESTORE_TEST");
  }

  @Test
  void anInterruptEndsTheRestoreAndShowsTheReportItKept() throws Exception {
    Path reports = Files.createDirectories(home.resolve("reports"));
    Files.writeString(
        reports.resolve(FakeRestore.REPORT + ".json"),
        "{\"reportId\":\"%s\",\"kind\":\"RESTORE\",\"verdict\":\"FAILED\",\"reason\":\"asked\",\"startedAt\":\"2026\"}"
            .formatted(FakeRestore.REPORT));
    CompletableFuture<Integer> exit = inBackground("restore", "na", "--reason", "wait");
    awaitOutput("-- fetch");
    raise("TERM");
    assertThat(exit.get(30, TimeUnit.SECONDS)).as(cli.err()).isEqualTo(ExitCodes.FAILED);
    assertThat(cli.out()).contains("stopping: what was restored so far", "RESTORE FAILED\n");
  }

  @Test
  void backupsAreListedWithTheirTimesPositionsAndSizes() throws IOException {
    assertThat(cli.run("backups", "list", "na")).as(cli.err()).isZero();
    assertThat(cli.lines()).hasSize(4);
    assertThat(cli.lines().get(1))
        .containsSubsequence(
            "20261125T020000-aaaa",
            "2026-11-25T02:01:40Z",
            "us-east-1",
            "8",
            "3/52000028 3/52000120",
            "1.5 GiB",
            "475.0 MiB",
            "kms:us-west-2/traceo");
    assertThat(cli.lines().get(2)).contains("archive  up to 3/5A000028 on timeline 8, ", " behind");
    assertThat(cli.lines().get(3))
        .isEqualTo("broken   20261124T020000-bbbb: its manifest was changed");
    Cli json = new Cli(home);
    assertThat(json.run("backups", "list", "na", "--json")).isZero();
    assertThat(MAPPER.readTree(json.out()).at("/backups/0/id").asText()).isEqualTo(FakeBackups.ID);
  }

  @Test
  void aStoreThatCanNotBeAskedSaysSo() {
    FakeStock.silent = true;
    assertThat(cli.run("backups", "list", "na")).isEqualTo(ExitCodes.FAILED);
    assertThat(cli.err()).contains("the store does not answer").doesNotContain("\tat ");
  }

  @Test
  void theArchiveIsStartedOnceAndItsTroubleIsAFailure() {
    assertThat(cli.run("archive", "na")).as(cli.err()).isZero();
    assertThat(cli.out())
        .contains("archive  up to 3/5A000028 on timeline 8, ", "by the clock of us-east-1");
    WorkflowStub first = server.client().newUntypedWorkflowStub("archive/na");
    String run = first.describe().getExecution().getRunId();

    FakeArchive.problem = "its log is gone; make a new backup";
    Cli again = new Cli(home);
    assertThat(again.run("archive", "na")).isEqualTo(ExitCodes.FAILED);
    assertThat(again.out()).contains("it does not go on: its log is gone");
    assertThat(first.describe().getExecution().getRunId()).isEqualTo(run);
  }

  private CompletableFuture<Integer> inBackground(String... arguments) {
    return CompletableFuture.supplyAsync(() -> cli.run(arguments), runner);
  }

  private void awaitOutput(String text) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!cli.out().contains(text)) {
      assertThat(System.nanoTime()).as(cli.out()).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static void raise(String name) throws ReflectiveOperationException {
    Class<?> type = Class.forName("sun.misc.Signal");
    Object signal = type.getConstructor(String.class).newInstance(name);
    type.getMethod("raise", type).invoke(null, signal);
  }
}
