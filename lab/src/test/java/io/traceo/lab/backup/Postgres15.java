package io.traceo.lab.backup;

import io.traceo.activities.backup.BackupPlace;
import io.traceo.activities.database.postgres.ServerUser;
import io.traceo.activities.place.Endpoint;
import io.traceo.activities.place.PlaceConfig.BackupAccess;
import io.traceo.activities.place.PlaceConfig.DatabaseMember;
import io.traceo.activities.place.PlaceConfig.PgBackRestAccess;
import io.traceo.activities.place.PlaceConfig.ScratchAccess;
import io.traceo.activities.place.PlaceConfig.StoreAccess;
import io.traceo.lab.LabFolder;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A PostgreSQL 15 server on a loopback port that archives with pgBackRest into an encrypted
 * repository in a folder, with a table of numbered rows.
 */
final class Postgres15 {
  static final Path BIN = Path.of("/usr/lib/postgresql/15/bin");
  static final Path PROGRAM = Path.of("/usr/bin/pgbackrest");

  final Path folder;
  final ServerUser user = ServerUser.forThisProcess();
  private final int port;
  private final int scratchPort;
  private final List<Path> started = new ArrayList<>();

  Postgres15() throws Exception {
    // Not in a @TempDir: the server's own user must be able to enter it.
    folder = Files.createTempDirectory(Path.of("/var/tmp"), "traceo-pgbackrest-it-");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    user.own(folder);
    port = freePort();
    scratchPort = freePort();
    for (String name : List.of("repo", "log", "lock", "spool", "sock", "scratch")) {
      make(name);
    }
    config("pgbackrest.conf", "a pass of this test");
    Files.writeString(folder.resolve("pw"), "test-secret");
    user.own(folder.resolve("pw"));
    command(
        "initdb",
        "-D",
        data().toString(),
        "-U",
        "postgres",
        "--auth-host=scram-sha-256",
        "--auth-local=trust",
        "--pwfile=" + folder.resolve("pw"),
        "--data-checksums",
        "--no-sync");
    Files.writeString(
        data().resolve("postgresql.conf"),
        String.join(
            "\n",
            "",
            "listen_addresses = '127.0.0.1'",
            "port = " + port,
            "unix_socket_directories = '" + folder.resolve("sock") + "'",
            "archive_mode = on",
            "archive_command = '"
                + PROGRAM
                + " --config="
                + folder.resolve("pgbackrest.conf")
                + " --stanza=na archive-push %p'",
            "timezone = 'UTC'",
            ""),
        StandardOpenOption.APPEND);
    start(data());
    user.run(
        List.of(
            PROGRAM.toString(),
            "--config=" + folder.resolve("pgbackrest.conf"),
            "--stanza=na",
            "stanza-create"),
        folder);
    sql("CREATE TABLE ledger (seq bigint PRIMARY KEY, at timestamptz DEFAULT clock_timestamp())");
  }

  static boolean there() {
    return Files.isExecutable(BIN.resolve("postgres")) && Files.isExecutable(PROGRAM);
  }

  Path data() {
    return folder.resolve("data");
  }

  Path repo() {
    return folder.resolve("repo");
  }

  Path make(String name) throws IOException {
    Path made = Files.createDirectories(folder.resolve(name));
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwx------"));
    user.own(made);
    return made;
  }

  /** A configuration of the program, as an operator writes it. */
  Path config(String name, String pass) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(
        file,
        String.join(
            "\n",
            "[global]",
            "repo1-path=" + repo(),
            "repo1-cipher-type=aes-256-cbc",
            "repo1-cipher-pass=" + pass,
            "repo1-retention-full=2",
            "compress-type=lz4",
            "start-fast=y",
            "archive-timeout=10",
            "log-level-file=off",
            "log-path=" + folder.resolve("log"),
            "lock-path=" + folder.resolve("lock"),
            "spool-path=" + folder.resolve("spool"),
            "[na]",
            "pg1-path=" + data(),
            "pg1-port=" + port,
            "pg1-socket-path=" + folder.resolve("sock"),
            "pg1-user=postgres",
            ""));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    user.own(file);
    return file;
  }

  /** How the cold place sees it, with one of the configurations. */
  BackupPlace place(String config, String stanza) {
    BackupAccess access =
        new BackupAccess(
            "pgbackrest",
            new StoreAccess("directory", "none", null, null, null, null, 0),
            "na-2026",
            "env:UNUSED",
            folder.resolve("spool").toString(),
            new ScratchAccess(
                BIN.toString(),
                folder.resolve("scratch").toString(),
                new Endpoint("127.0.0.1", scratchPort)),
            new PgBackRestAccess(PROGRAM.toString(), folder.resolve(config).toString(), stanza));
    DatabaseMember member =
        new DatabaseMember(
            new Endpoint("127.0.0.1", port),
            "postgres",
            "postgres",
            "file:" + folder.resolve("pw"),
            "postgres",
            "file:" + folder.resolve("pw"),
            Map.of(),
            "postgres",
            "",
            null);
    return new BackupPlace("eu-cold", "na", access, Map.of("us-east-1", member));
  }

  void start(Path data) {
    started.add(data);
    command("pg_ctl", "-D", data.toString(), "-w", "-l", data + ".log", "start");
  }

  void command(String program, String... arguments) {
    List<String> all = new ArrayList<>(List.of(BIN.resolve(program).toString()));
    all.addAll(List.of(arguments));
    user.run(all, folder);
  }

  void sql(String... statements) throws SQLException {
    try (Connection connection = connect(port);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  Connection connect(int at) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + at + "/postgres", "postgres", "test-secret");
  }

  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  void close() {
    for (Path data : started) {
      try {
        command("pg_ctl", "-D", data.toString(), "-w", "-m", "immediate", "stop");
      } catch (IllegalStateException e) {
        // It was stopped already.
      }
    }
    LabFolder.remove(folder);
  }
}
