package io.traceo.lab.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import io.traceo.activities.Counterparts;
import io.traceo.activities.backup.BackupPlace;
import io.traceo.lab.Eventually;
import io.traceo.workflows.activity.BackupActivities.RestoredServer;
import io.traceo.workflows.activity.BackupActivities.SqlCheck;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.restore.ArchiveState;
import io.traceo.workflows.restore.BackupManifest;
import io.traceo.workflows.restore.BackupResult;
import io.traceo.workflows.restore.RestoreReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The workflows of backups with pgBackRest behind them, from the backup to the archive's end. The
 * database, the program and the restored servers are real; who leads is {@link SaidLeader}'s word.
 */
@Tag("long")
@TestMethodOrder(OrderAnnotation.class)
class PgBackRestFlowsIT {
  private static final String GROUP = BackupFlows.GROUP;
  private static final List<SqlCheck> CHECKS =
      List.of(new SqlCheck("the rows are there", "SELECT count(*) >= 1000 FROM ledger"));

  @TempDir static Path folder;
  private static Postgres15 server;
  private static BackupFlows flows;

  private static long backupEnd;

  @BeforeAll
  static void start() throws Exception {
    if (!Postgres15.there()) {
      Counterparts.lacks("pgbackrest");
      Assumptions.abort("pgbackrest is not here");
    }
    server = new Postgres15();
    server.sql(
        "INSERT INTO ledger SELECT generate_series(1, 1000)",
        "ALTER SYSTEM SET archive_timeout = 2",
        "SELECT pg_reload_conf()");
    BackupPlace place = server.place("pgbackrest.conf", "na");
    flows = new BackupFlows(folder, place.access(), place.databases(), CHECKS);
  }

  @AfterAll
  static void stop() {
    if (flows != null) {
      flows.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  @Order(1)
  void takesABackup() throws Exception {
    BackupResult result =
        flows.run("Backup", WorkflowIds.backup(GROUP), Map.of("group", GROUP), BackupResult.class);
    assertThat(result.reason()).isNull();
    assertThat(result.outcome()).isEqualTo("DONE");
    assertThat(result.backup()).extracting(BackupManifest::provider).isEqualTo("pgbackrest");
    assertThat(result.plan().warnings()).isEmpty();
    assertThat(result.pruned().removed()).isEmpty();
    backupEnd = result.backup().stoppedAtMillis();
  }

  @Test
  @Order(2)
  void restoresToAMomentBesideTheLeader() throws Exception {
    server.sql("INSERT INTO ledger VALUES (2001)");
    // pgBackRest tells whole seconds: what is in the backup's last one is refused.
    Eventually.within(90, () -> System.currentTimeMillis() > backupEnd);
    String moment = clock();
    server.sql("INSERT INTO ledger VALUES (2002)");
    awaitArchived();
    RestoreReport report =
        flows.run(
            "Restore",
            WorkflowIds.restore(GROUP),
            Map.of("group", GROUP, "to", moment),
            RestoreReport.class);
    assertThat(report.reason()).isNull();
    assertThat(report.verdict()).isEqualTo("DONE");
    assertThat(report.checks()).isNotEmpty().allMatch(check -> check.ok());
    assertThat(report.endpoint()).isNotNull();
    try (Connection restored = open(report.endpoint());
        ResultSet row =
            restored
                .createStatement()
                .executeQuery(
                    "SELECT bool_or(seq = 2001), bool_or(seq = 2002), pg_is_in_recovery(),"
                        + " current_setting('archive_mode') FROM ledger")) {
      row.next();
      assertThat(row.getBoolean(1)).as("the row before").isTrue();
      assertThat(row.getBoolean(2)).as("the row after").isFalse();
      assertThat(row.getBoolean(3)).as("in recovery").isFalse();
      assertThat(row.getString(4)).isEqualTo("off");
    }
  }

  @Test
  @Order(3)
  void refusesASecondServerAndAMomentThatIsYetToCome() throws Exception {
    String id = restored().getFileName().toString();
    RestoreReport second =
        flows.run(
            "Restore", WorkflowIds.restore(GROUP), Map.of("group", GROUP), RestoreReport.class);
    assertThat(second.verdict()).isEqualTo("REFUSED");
    assertThat(second.reason()).contains("restored server " + id + " runs on");
    assertThat(flows.backups.discard(new RestoredServer(GROUP, BackupFlows.COLD, id)).outcome())
        .isEqualTo("DONE");
    RestoreReport future =
        flows.run(
            "Restore",
            WorkflowIds.restore(GROUP),
            Map.of("group", GROUP, "to", "2100-01-01T00:00:00Z"),
            RestoreReport.class);
    assertThat(future.verdict()).isEqualTo("REFUSED");
    assertThat(future.reason()).contains("the newest possible time is");
    assertThat(server.folder.resolve("scratch").resolve(GROUP)).doesNotExist();
  }

  @Test
  @Order(4)
  void aRestoreTestIsGreenAndLeavesNothing() throws Exception {
    server.sql("INSERT INTO ledger VALUES (3001)");
    awaitArchived();
    RestoreReport report =
        flows.run(
            "RestoreTest",
            WorkflowIds.restoreTest(GROUP),
            Map.of("group", GROUP),
            RestoreReport.class);
    assertThat(report.reason()).isNull();
    assertThat(report.verdict()).isEqualTo("GREEN");
    assertThat(report.checks()).extracting(check -> check.name()).contains("the rows are there");
    assertThat(server.folder.resolve("scratch").resolve(GROUP)).doesNotExist();
    try (Stream<Path> kept = Files.walk(flows.reports)) {
      assertThat(kept.map(Path::toString)).anyMatch(file -> file.contains(report.reportId()));
    }
  }

  @Test
  @Order(5)
  void theArchiveIsWatchedUntilItIsCancelled() throws Exception {
    WorkflowStub archive = flows.running(WorkflowIds.archive(GROUP));
    Eventually.within(
        90,
        () -> {
          ArchiveState seen = archive.query("status", ArchiveState.class);
          return seen != null && seen.position() > 0 && seen.problem() == null;
        });
    archive.cancel();
    assertThatThrownBy(() -> archive.getResult(1, TimeUnit.MINUTES, Void.class))
        .isInstanceOf(WorkflowFailedException.class)
        .hasCauseInstanceOf(CanceledFailure.class);
  }

  private static String clock() throws Exception {
    try (Connection connection = server.connect(server.port());
        ResultSet row =
            connection
                .createStatement()
                .executeQuery("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")) {
      row.next();
      long millis = row.getLong(1) + 1;
      // The next commit is stored in a later second: pgBackRest tells when in whole ones.
      long nextSecond = (millis / 1000 + 1) * 1000;
      Eventually.within(2, () -> System.currentTimeMillis() > nextSecond);
      return Instant.ofEpochMilli(millis).toString();
    }
  }

  /** Until the segment with what was committed before this call is in the archive. */
  private static void awaitArchived() throws Exception {
    String name;
    try (Connection connection = server.connect(server.port());
        ResultSet row =
            connection
                .createStatement()
                .executeQuery("SELECT pg_walfile_name(pg_current_wal_lsn() - 1)")) {
      row.next();
      name = row.getString(1);
    }
    Eventually.within(
        90,
        () -> {
          try (Connection connection = server.connect(server.port());
              ResultSet row =
                  connection
                      .createStatement()
                      .executeQuery("SELECT last_archived_wal FROM pg_stat_archiver")) {
            row.next();
            return row.getString(1) != null && row.getString(1).compareTo(name) >= 0;
          }
        });
  }

  private static Path restored() throws Exception {
    try (Stream<Path> all = Files.list(server.folder.resolve("scratch").resolve(GROUP))) {
      return all.findFirst().orElseThrow();
    }
  }

  /** With the certificate that was made for it: nothing else opens it. */
  private static Connection open(String endpoint) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("user", "postgres");
    properties.setProperty("sslmode", "verify-ca");
    properties.setProperty("sslrootcert", restored().resolve("authority.crt").toString());
    properties.setProperty("sslcert", restored().resolve("client.crt").toString());
    properties.setProperty("sslkey", restored().resolve("client.pk8").toString());
    return DriverManager.getConnection("jdbc:postgresql://" + endpoint + "/postgres", properties);
  }
}
