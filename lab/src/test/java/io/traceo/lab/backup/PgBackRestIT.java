package io.traceo.lab.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Counterparts;
import io.traceo.activities.Progress;
import io.traceo.activities.backup.BackupPlace;
import io.traceo.activities.backup.LogSource;
import io.traceo.activities.backup.pgbackrest.PgBackRestProvider;
import io.traceo.lab.Eventually;
import io.traceo.workflows.activity.BackupActivities.ArchiveRequest;
import io.traceo.workflows.activity.BackupActivities.TakeRequest;
import io.traceo.workflows.restore.ArchiveState;
import io.traceo.workflows.restore.BackupManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** pgBackRest itself, driven as an operator has set it up, on a PostgreSQL 15 of its own. */
@Tag("long")
@TestMethodOrder(OrderAnnotation.class)
class PgBackRestIT {
  private static final TakeRequest FIRST = new TakeRequest("na", "first", "us-east-1");

  private static Postgres15 server;
  private static final PgBackRestProvider provider = new PgBackRestProvider();

  @BeforeAll
  static void start() throws Exception {
    if (!Postgres15.there()) {
      Counterparts.lacks("pgbackrest");
      Assumptions.abort("pgbackrest is not here");
    }
    server = new Postgres15();
    server.sql("INSERT INTO ledger SELECT generate_series(1, 1000)");
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static BackupPlace place() {
    return server.place("pgbackrest.conf", "na");
  }

  @Test
  @Order(1)
  void takesABackupOnceHoweverOftenItIsAsked() {
    assertThat(provider.outlook(place(), "us-east-1").refusals()).isEmpty();
    BackupManifest taken = provider.take(place(), FIRST, Progress.NONE);
    assertThat(taken.timeline()).isEqualTo(1);
    assertThat(taken.stopPosition()).isGreaterThan(taken.startPosition());
    assertThat(taken.databaseBytes()).isGreaterThan(1L << 20);
    assertThat(provider.take(place(), FIRST, Progress.NONE)).isEqualTo(taken);
    assertThat(provider.list(place()).backups()).containsExactly(taken);
    assertThat(provider.list(place()).archive().position())
        .isGreaterThanOrEqualTo(taken.stopPosition());
    assertThat(provider.manifest(place(), "first")).isEqualTo(taken);
  }

  @Test
  @Order(2)
  void restoresToATimeExactly() throws Exception {
    server.sql("INSERT INTO ledger VALUES (2001)");
    String between;
    try (Connection connection = server.connect(server.port());
        ResultSet row =
            connection.createStatement().executeQuery("SELECT clock_timestamp()::text")) {
      row.next();
      between = row.getString(1);
    }
    server.sql("INSERT INTO ledger VALUES (2002)", "SELECT pg_switch_wal()");
    awaitArchived();
    Path data = server.make("scratch/restored");
    long read = provider.fetch(place(), "first", data, Progress.NONE);
    assertThat(read).isPositive();
    assertThat(data.resolve("standby.signal")).doesNotExist();
    assertThat(Files.readString(data.resolve("postgresql.auto.conf")))
        .doesNotContain("restore_command");
    int port = recover(data, between);
    try (Connection restored = server.connect(port);
        ResultSet row =
            restored
                .createStatement()
                .executeQuery(
                    "SELECT count(*) FILTER (WHERE seq <= 1000), bool_or(seq = 2001),"
                        + " bool_or(seq = 2002) FROM ledger")) {
      row.next();
      assertThat(row.getLong(1)).isEqualTo(1000);
      assertThat(row.getBoolean(2)).as("the row before").isTrue();
      assertThat(row.getBoolean(3)).as("the row after").isFalse();
    }
  }

  @Test
  @Order(3)
  void knowsNoLogThatWasNeverArchived() throws Exception {
    try (LogSource log = provider.log(place())) {
      Path to = server.folder.resolve("none");
      assertThat(log.get("0000000100000000000000EE", to)).isEqualTo(LogSource.Found.NONE);
      assertThat(log.look("0000000100000000000000EE")).isEqualTo(LogSource.Found.NONE);
      assertThat(log.look("00000002.history")).isEqualTo(LogSource.Found.NONE);
      assertThat(to).doesNotExist();
      assertThat(log.histories()).isEmpty();
    }
  }

  @Test
  @Order(4)
  void refusesAWrongPassAnUnknownStanzaAndAnUnknownBackup() throws Exception {
    server.config("wrong.conf", "another pass");
    BackupPlace wrong = server.place("wrong.conf", "na");
    failure("Forbidden", "cipher pass", () -> provider.list(wrong));
    assertThat(provider.outlook(wrong, "us-east-1").refusals())
        .singleElement()
        .asString()
        .contains("cipher pass")
        .doesNotContain("another pass");
    BackupPlace nowhere = server.place("pgbackrest.conf", "elsewhere");
    failure("InvalidRequest", "no stanza elsewhere", () -> provider.list(nowhere));
    failure("InvalidRequest", "no backup x", () -> provider.manifest(place(), "x"));
    failure(
        "InvalidRequest", "absent.conf", () -> provider.list(server.place("absent.conf", "na")));
  }

  @Test
  @Order(5)
  void seesAnArchiveThatStopped() throws Exception {
    server.sql(
        "ALTER SYSTEM SET archive_command = 'false'",
        "SELECT pg_reload_conf()",
        "INSERT INTO ledger VALUES (3001)",
        "SELECT pg_switch_wal()");
    AtomicReference<ArchiveState> last = new AtomicReference<>();
    ArchiveRequest request = new ArchiveRequest("na", "us-east-1", 0, Duration.ofMillis(200));
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                provider.archive(
                    place(),
                    request,
                    detail -> {
                      if (detail instanceof ArchiveState state) {
                        last.set(state);
                      }
                      if (last.get() != null && last.get().problem() != null) {
                        throw new IllegalStateException("seen");
                      }
                    }))
        .withMessage("seen");
    assertThat(last.get().problem()).contains("archive_command of us-east-1 fails");
    assertThat(provider.outlook(place(), "us-east-1").refusals())
        .anySatisfy(refusal -> assertThat(refusal).contains("does not call pgbackrest"));
    server.sql("ALTER SYSTEM RESET archive_command", "SELECT pg_reload_conf()");
  }

  /** A heartbeat that comes only with each look would be too late for who waits for it. */
  @Test
  @Order(5)
  void tellsWhatItSawWhileItWaits() {
    ArchiveRequest request = new ArchiveRequest("na", "us-east-1", 0, Duration.ofHours(1));
    List<Object> told = new ArrayList<>();
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                provider.archive(
                    place(),
                    request,
                    detail -> {
                      if (detail instanceof ArchiveState) {
                        told.add(detail);
                      }
                      if (told.size() == 6) {
                        throw new IllegalStateException("cancelled");
                      }
                    }))
        .withMessage("cancelled");
    assertThat(told).as("all of one look").allMatch(state -> state == told.get(0));
  }

  @Test
  @Order(5)
  void warnsOfASegmentThatMayStayUnfinished() throws Exception {
    assertThat(provider.outlook(place(), "us-east-1").warnings())
        .singleElement()
        .asString()
        .contains("archive_timeout of us-east-1 is off", "set it to 60 s or less");
    server.sql("ALTER SYSTEM SET archive_timeout = 61", "SELECT pg_reload_conf()");
    Eventually.within(
        90,
        () ->
            provider.outlook(place(), "us-east-1").warnings().stream()
                .anyMatch(w -> w.contains("is 61 s")));
    server.sql("ALTER SYSTEM SET archive_timeout = 60", "SELECT pg_reload_conf()");
    Eventually.within(90, () -> provider.outlook(place(), "us-east-1").warnings().isEmpty());
    server.sql("ALTER SYSTEM RESET archive_timeout", "SELECT pg_reload_conf()");
  }

  @Test
  @Order(6)
  void findsAFlippedByte() throws Exception {
    Path segmentDamaged = flip(server.repo().resolve("archive"), "000000010000000000000002-");
    try (LogSource log = provider.log(place())) {
      Path to = server.folder.resolve("damaged");
      failure("Corrupt", "damaged", () -> log.get("000000010000000000000002", to));
      assertThat(to).doesNotExist();
    }
    assertThat(segmentDamaged).exists();
    flip(server.repo().resolve("backup"), "1255.lz4");
    Path data = server.make("scratch/broken");
    failure("Corrupt", "damaged", () -> provider.fetch(place(), "first", data, Progress.NONE));
  }

  @Test
  @Order(7)
  void endsTheProgramWhenItIsCancelled() throws Exception {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                provider.take(
                    place(),
                    new TakeRequest("na", "cancelled", "us-east-1"),
                    detail -> {
                      throw new IllegalStateException("cancelled");
                    }));
    // The lock is free again: the program and its children are gone.
    assertThat(
            ProcessHandle.current()
                .descendants()
                .filter(p -> p.info().command().orElse("").endsWith("pgbackrest")))
        .isEmpty();
    assertThat(provider.list(place()).backups()).hasSize(1);
  }

  private static int recover(Path data, String time) throws Exception {
    Path feed = server.make("scratch/feed");
    try (LogSource log = provider.log(place())) {
      for (long n = 1; n <= 30; n++) {
        String name = String.format("0000000100000000%08X", n);
        if (log.get(name, feed.resolve(name)) == LogSource.Found.WHOLE) {
          server.user.own(feed.resolve(name));
        }
      }
    }
    int port = Postgres15.freePort();
    Files.writeString(
        data.resolve("postgresql.auto.conf"),
        String.join(
            "\n",
            "",
            "port = " + port,
            "unix_socket_directories = ''",
            "archive_mode = off",
            "restore_command = 'cp " + feed + "/%f %p'",
            "recovery_target_time = '" + time + "'",
            "recovery_target_action = pause",
            ""),
        StandardOpenOption.APPEND);
    Files.createFile(data.resolve("standby.signal"));
    server.user.own(data.resolve("standby.signal"));
    server.start(data);
    Eventually.within(
        90,
        () -> {
          try (Connection restored = server.connect(port);
              ResultSet row =
                  restored
                      .createStatement()
                      .executeQuery("SELECT pg_get_wal_replay_pause_state()")) {
            row.next();
            return "paused".equals(row.getString(1));
          }
        });
    return port;
  }

  private static void awaitArchived() throws Exception {
    Eventually.within(
        90,
        () -> {
          try (Connection connection = server.connect(server.port());
              ResultSet row =
                  connection
                      .createStatement()
                      .executeQuery(
                          "SELECT last_archived_wal >= pg_walfile_name(pg_current_wal_lsn() - 1)"
                              + " FROM pg_stat_archiver")) {
            row.next();
            return row.getBoolean(1);
          }
        });
  }

  private static Path flip(Path under, String name) throws IOException {
    try (Stream<Path> all = Files.walk(under)) {
      Path file =
          all.filter(p -> p.getFileName().toString().startsWith(name)).findFirst().orElseThrow();
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 0x10;
      // In place: the file keeps its owner.
      Files.write(file, bytes);
      return file;
    }
  }

  private static void failure(
      String type, String words, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatExceptionOfType(ApplicationFailure.class)
        .isThrownBy(call)
        .satisfies(
            e -> {
              assertThat(e.getType()).as(e.getMessage()).isEqualTo(type);
              assertThat(e.getOriginalMessage()).contains(words);
            });
  }
}
