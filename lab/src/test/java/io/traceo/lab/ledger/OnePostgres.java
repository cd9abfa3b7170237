package io.traceo.lab.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.traceo.lab.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** One real PostgreSQL server with the ledger's table, in a folder of its own. */
final class OnePostgres {
  static final String PASSWORD = "ledger-secret";
  private static final String BINARIES = "postgres-linux-x86_64.txz";

  private final Path folder;
  private final String host;
  private final String region;
  private final int port;
  private Process server;

  OnePostgres(String host, String region) throws Exception {
    this.host = host;
    this.region = region;
    try (ServerSocket free = new ServerSocket(0)) {
      this.port = free.getLocalPort();
    }
    // Not in a @TempDir: the server's own user must be able to enter it.
    this.folder = Path.of("/tmp").resolve("traceo-ledger-it-" + ProcessHandle.current().pid());
    Files.createDirectories(folder);
    unpack();
    run(List.of("chmod", "755", folder.toString()));
    Files.writeString(folder.resolve("pw"), "super-secret");
    Files.createDirectories(folder.resolve("data"));
    if (root()) {
      run(List.of("chown", "-R", "65534:65534", folder.toString()));
    }
    run(
        unprivileged(
            bin("initdb"),
            "-D",
            data(),
            "-U",
            "postgres",
            "-A",
            "scram-sha-256",
            "--pwfile",
            folder.resolve("pw").toString(),
            "-E",
            "UTF8",
            "--no-sync"));
    // Links come from addresses of their own.
    Files.writeString(
        Path.of(data(), "pg_hba.conf"), "host all all 127.0.0.0/8 scram-sha-256\n", APPEND);
    start();
    try (Connection admin = admin()) {
      String table =
          "CREATE TABLE ledger.entry(client text, seq bigint, sent_at timestamptz,"
              + " server text DEFAULT current_setting('cluster_name'),"
              + " epoch text DEFAULT current_setting('traceo.epoch', true),"
              + " at timestamptz DEFAULT clock_timestamp())";
      for (String statement :
          List.of(
              "CREATE SCHEMA ledger",
              table,
              "CREATE ROLE ledger_client LOGIN PASSWORD '" + PASSWORD + "'",
              "GRANT USAGE ON SCHEMA ledger TO ledger_client",
              "GRANT SELECT, INSERT ON ledger.entry TO ledger_client")) {
        admin.createStatement().execute(statement);
      }
    }
  }

  int port() {
    return port;
  }

  String endpoint() {
    return host + ":" + port;
  }

  Connection admin() throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", "postgres");
    login.setProperty("password", "super-secret");
    return DriverManager.getConnection("jdbc:postgresql://" + endpoint() + "/postgres", login);
  }

  void start() throws Exception {
    server =
        new ProcessBuilder(
                unprivileged(
                    bin("postgres"),
                    "-D",
                    data(),
                    "-p",
                    Integer.toString(port),
                    "-c",
                    "listen_addresses=" + host,
                    "-c",
                    "unix_socket_directories=",
                    "-c",
                    "cluster_name=" + region,
                    "-c",
                    "traceo.epoch=7",
                    "-c",
                    "restart_after_crash=off"))
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(
                    Path.of("/tmp", folder.getFileName() + ".log").toFile()))
            .start();
    Eventually.within(
        20,
        () -> {
          try (Connection connection = admin()) {
            return connection.isValid(1);
          } catch (SQLException e) {
            return false;
          }
        });
  }

  /** As a power cut: every process of it at once. */
  void kill() throws Exception {
    List<ProcessHandle> family = new ArrayList<>(server.descendants().toList());
    family.add(server.toHandle());
    family.forEach(ProcessHandle::destroyForcibly);
    server.waitFor(10, SECONDS);
    Eventually.within(10, () -> family.stream().noneMatch(ProcessHandle::isAlive));
  }

  /** Stops every process of it where it stands, or lets them go on. */
  void freeze(boolean stop) throws Exception {
    List<String> command = new ArrayList<>(List.of("kill", stop ? "-STOP" : "-CONT"));
    command.add(Long.toString(server.pid()));
    server.descendants().forEach(child -> command.add(Long.toString(child.pid())));
    run(command);
  }

  void close() throws Exception {
    if (server != null && server.isAlive()) {
      kill();
    }
    Files.deleteIfExists(Path.of("/tmp", folder.getFileName() + ".log"));
    run(List.of("rm", "-rf", folder.toString()));
  }

  private void unpack() throws Exception {
    URL resource = OnePostgres.class.getClassLoader().getResource(BINARIES);
    Path archive = folder.resolve(BINARIES);
    try (InputStream in = resource.openStream()) {
      Files.copy(in, archive);
    }
    Files.createDirectories(folder.resolve("pg"));
    run(List.of("tar", "-xJf", archive.toString(), "-C", folder.resolve("pg").toString()));
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private String bin(String name) {
    return folder.resolve("pg/bin").resolve(name).toString();
  }

  private static boolean root() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static List<String> unprivileged(String... command) {
    Stream<String> prefix =
        root()
            ? Stream.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--")
            : Stream.of();
    return Stream.concat(prefix, Stream.of(command)).toList();
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command.get(0) + ": " + output);
    }
  }
}
