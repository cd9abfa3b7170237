package io.traceo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.traceo.lab.RunHistory.Boundary;
import io.traceo.workflows.activity.BackupActivities.Stock;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.drill.DrillReport;
import io.traceo.workflows.restore.ArchiveState;
import io.traceo.workflows.restore.BackupManifest;
import io.traceo.workflows.restore.BackupResult;
import io.traceo.workflows.restore.RestoreReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Workers of backups and restores are killed: wherever an activity has acted and not reported, and
 * in the middle of the long ones. Every run ends as if nothing had happened.
 */
@Tag("deaths")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WorkerDeathIT {
  private static final int NET = 94;
  private static final String COLD = "us-west-2";
  private static final String BESIDE = "us-west-1";
  private static final int TRIES = 4;

  @TempDir static Path home;

  private static TestLab lab;
  private static Supervisor supervisor;
  private static RunHistory undisturbedBackup;
  private static RunHistory undisturbedRestore;

  @BeforeAll
  static void up() throws Exception {
    // An archive whose worker dies again and again may be late: that is not what is asked here.
    lab =
        new TestLab(
            home,
            NET,
            Map.of(
                "archiveLagLimit: 60s",
                "archiveLagLimit: 10m",
                "recoveryPoint: 60s",
                "recoveryPoint: 10m"),
            "na");
    supervisor = new Supervisor(lab.parts());
  }

  @AfterAll
  static void down() throws Exception {
    if (supervisor != null) {
      supervisor.close();
    }
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  @Order(1)
  void atEveryBoundary() throws Exception {
    // What there is to die at is read off undisturbed runs: a new activity is met as well.
    WorkflowStub backup = backup();
    done(backup);
    WorkflowStub test = test();
    WorkflowStub restore = restore();
    RestoreReport green = green(test);
    restored(restore);
    undisturbedBackup = history(backup);
    undisturbedRestore = history(restore);
    Set<Boundary> boundaries = new TreeSet<>();
    for (WorkflowStub run : List.of(backup, test, restore, archive())) {
      boundaries.addAll(history(run).boundaries());
    }
    assertThat(boundaries).hasSizeGreaterThan(15);
    Stock before = lab.stock("na");
    boundaries.forEach(b -> DiesAt.order(orders(b.place()), b.order()));

    // The archive's copying ends when it is asked to; the backup begins it again.
    archive().cancel();
    awaitEnd(archive());
    backup = backup();
    test = test();
    restore = restore();
    done(backup);
    assertThat(words(green(test))).isEqualTo(words(green));
    restored(restore);
    assertThat(history(backup).boundaries()).isSubsetOf(boundaries);
    assertThat(history(test).boundaries()).isSubsetOf(boundaries);
    assertThat(history(restore).boundaries()).isSubsetOf(boundaries);
    awaitNoOrders();
    System.out.println(boundaries.size() + " boundaries, died: " + supervisor.deaths());
    assertThat(supervisor.deaths()).hasSameSizeAs(boundaries);
    oneBackupMore(before);
    theArchiveGoesOn();
    theGroupIsAsItWas();
  }

  @Test
  @Order(2)
  void inTheMiddleOfALongStep() throws Exception {
    long seed = System.nanoTime();
    System.out.println("random moments by " + seed);
    Random random = new Random(seed);
    try (Connection leader = lab.connect("na", "us-east-1");
        Statement statement = leader.createStatement()) {
      statement.execute(
          "CREATE TABLE filler AS SELECT n, repeat(md5(n::text), 30) AS text"
              + " FROM generate_series(1, 60000) n");
    }
    theArchiveGoesOn();
    Stock before = lab.stock("na");
    int copying = history(archive()).attempts("BackupArchive");

    // The restore is from the backup before: most of its rows are in the log that it replays.
    for (String step : List.of("BackupFetch", "BackupReplay")) {
      WorkflowStub restore =
          killed(BESIDE, step, undisturbedRestore.took(step), random, WorkerDeathIT::restore);
      assertThat(restored(restore).verdict()).isEqualTo("DONE");
    }
    WorkflowStub backup =
        killed(
            COLD,
            "BackupTake",
            undisturbedBackup.took("BackupTake"),
            random,
            WorkerDeathIT::backup);
    done(backup);
    oneBackupMore(before);
    assertThat(history(archive()).attempts("BackupArchive"))
        .as("the copying died with the worker, and began again")
        .isGreaterThan(copying);
    theArchiveGoesOn();
    green(test());
    theGroupIsAsItWas();
  }

  @Test
  @Order(3)
  void whileARestoredServerTakesOver() throws Exception {
    done(backup());
    Set<Boundary> boundaries = new TreeSet<>();
    for (RunHistory run : takeOver(lostAll())) {
      boundaries.addAll(run.boundaries());
    }
    assertThat(boundaries).hasSizeGreaterThan(15);
    // What led only for seconds was not archived: a new backup needs none of it.
    done(backup());
    theArchiveGoesOn();
    int died = supervisor.deaths().size();
    boundaries.forEach(b -> DiesAt.order(orders(b.place()), b.order()));

    takeOver(lostAll());
    awaitNoOrders();
    System.out.println(boundaries.size() + " boundaries of a take-over");
    assertThat(supervisor.deaths()).hasSize(died + boundaries.size());
    assertThat(lab.status("na").leader()).isEqualTo("us-east-1");
    assertThat(lab.status("na").grant()).isNull();
    lab.assertNothingRestored("na", COLD);
    done(backup());
    theArchiveGoesOn();
  }

  /** Every database is destroyed, the cold region leads from its backup, and the order is back. */
  private static DrillReport lostAll() throws Exception {
    DrillReport report =
        lab.begin(Map.of("group", "na", "mode", "COLD"))
            .getResult(20, TimeUnit.MINUTES, DrillReport.class);
    assertThat(report.verdict()).as("%s", report).isEqualTo("PASSED");
    assertThat(report.toRegion()).isEqualTo(COLD);
    assertThat(report.ledger().doubleLeader()).isZero();
    return report;
  }

  /** The drill's restore, and the failover that it started. */
  private static List<RunHistory> takeOver(DrillReport report) {
    RunHistory restore = new RunHistory(lab.client("na"), WorkflowIds.restore(report.reportId()));
    assertThat(restore.children()).hasSize(1);
    return List.of(restore, new RunHistory(lab.client("na"), restore.children().get(0)));
  }

  private interface Start {
    WorkflowStub run();
  }

  /**
   * A run whose worker was killed at a random moment of a step. One that was quicker than the kill
   * is brought to its end and tried again.
   */
  private static WorkflowStub killed(
      String place, String step, Duration usual, Random random, Start start) throws Exception {
    for (int n = 0; n < TRIES; n++) {
      WorkflowStub run = start.run();
      RunHistory history = history(run);
      while (!history.isAt(step)) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      TimeUnit.MILLISECONDS.sleep(random.nextLong(Math.max(1, usual.toMillis())));
      lab.parts().places().get(place).process().kill();
      Object unused = run.getResult(10, TimeUnit.MINUTES, Object.class);
      if (history.attempts(step) > 1) {
        return run;
      }
      lab.removeRestored("na", place);
    }
    throw new AssertionError(step + " was always quicker than the kill");
  }

  private static WorkflowStub backup() {
    return lab.begin("Backup", WorkflowIds.backup("na"), Map.of("group", "na"));
  }

  private static WorkflowStub test() {
    return lab.begin("RestoreTest", WorkflowIds.restoreTest("na"), Map.of("group", "na"));
  }

  private static WorkflowStub restore() {
    return lab.begin("Restore", WorkflowIds.restore("na"), Map.of("group", "na", "region", BESIDE));
  }

  private static WorkflowStub archive() {
    return lab.client("na").newUntypedWorkflowStub(WorkflowIds.archive("na"));
  }

  private static RunHistory history(WorkflowStub run) {
    return RunHistory.of(lab.client("na"), run);
  }

  private static void done(WorkflowStub backup) throws Exception {
    BackupResult result = backup.getResult(10, TimeUnit.MINUTES, BackupResult.class);
    assertThat(result.outcome()).as("%s", result).isEqualTo("DONE");
  }

  private static RestoreReport green(WorkflowStub test) throws Exception {
    RestoreReport report = kept(test);
    assertThat(report.verdict()).as("%s", report).isEqualTo("GREEN");
    lab.assertNothingRestored("na", COLD);
    return report;
  }

  /** One server stands beside the group's own, and is removed here. */
  private static RestoreReport restored(WorkflowStub restore) throws Exception {
    RestoreReport report = kept(restore);
    assertThat(report.verdict()).as("%s", report).isEqualTo("DONE");
    assertThat(report.endpoint()).isNotBlank();
    assertThat(lab.restored("na", BESIDE)).hasSize(1);
    lab.removeRestored("na", BESIDE);
    return report;
  }

  private static RestoreReport kept(WorkflowStub run) throws Exception {
    RestoreReport report = run.getResult(10, TimeUnit.MINUTES, RestoreReport.class);
    try (Stream<Path> files = Files.list(home.resolve("reports"))) {
      assertThat(files.filter(f -> f.getFileName().toString().equals(report.reportId() + ".json")))
          .as("%s", report)
          .hasSize(1);
    }
    return report;
  }

  /** What was checked, and whether. */
  private static List<String> words(RestoreReport report) {
    List<String> words = new ArrayList<>();
    report.checks().forEach(c -> words.add(c.name() + " " + c.detail().startsWith("skipped")));
    return words;
  }

  private static Path orders(String place) {
    return home.resolve("lab/run/dies-at").resolve(place);
  }

  /** Of the archive some come late: it goes on after the runs. */
  private static void awaitNoOrders() throws Exception {
    List<String> left = leftOrders();
    for (int n = 0; n < 600 && !left.isEmpty(); n++) {
      TimeUnit.MILLISECONDS.sleep(200);
      left = leftOrders();
    }
    assertThat(left).as("where nobody died").isEmpty();
  }

  private static List<String> leftOrders() throws IOException {
    try (Stream<Path> files = Files.walk(home.resolve("lab/run/dies-at"))) {
      return files.filter(Files::isRegularFile).map(Path::toString).toList();
    }
  }

  private static void awaitEnd(WorkflowStub run) {
    try {
      run.getResult(2, TimeUnit.MINUTES, Object.class);
    } catch (WorkflowFailedException e) {
      return; // it was cancelled
    } catch (java.util.concurrent.TimeoutException e) {
      throw new AssertionError(run.getExecution() + " does not end", e);
    }
  }

  private static void oneBackupMore(Stock before) throws Exception {
    Stock after = lab.stock("na");
    assertThat(after.broken()).isEmpty();
    assertThat(ids(after)).hasSize(before.backups().size() + 1).containsAll(ids(before));
  }

  private static List<String> ids(Stock stock) {
    return stock.backups().stream().map(BackupManifest::id).toList();
  }

  /** What is committed now gets into it. */
  private static void theArchiveGoesOn() throws Exception {
    long now = position();
    ArchiveState state = null;
    for (int n = 0; n < 600; n++) {
      state = lab.stock("na").archive();
      if (state != null && state.position() >= now && state.problem() == null) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    throw new AssertionError("the archive does not get to " + now + ": " + state);
  }

  private static long position() throws SQLException {
    try (Connection leader = lab.connect("na", "us-east-1");
        Statement statement = leader.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT (pg_current_wal_flush_lsn() - '0/0')::bigint")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void theGroupIsAsItWas() {
    assertThat(lab.status("na").leader()).isEqualTo("us-east-1");
    assertThat(lab.status("na").epoch()).isEqualTo(1);
    assertThat(lab.status("na").grant()).isNull();
  }
}
