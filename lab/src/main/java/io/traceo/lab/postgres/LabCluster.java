package io.traceo.lab.postgres;

import io.traceo.activities.database.postgres.PostgresServer;
import io.traceo.activities.database.postgres.ServerUser;
import io.traceo.activities.place.Endpoint;
import io.traceo.activities.place.PlaceConfig.DatabaseMember;
import io.traceo.activities.place.PlaceConfig.LocalServer;
import io.traceo.lab.AddressPlan;
import io.traceo.workflows.topology.ReplicationGroup;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The PostgreSQL servers of one group: real ones, fsync on, streaming through the links, {@code ANY
 * k} in force unless the group is asynchronous.
 */
public final class LabCluster {
  private static final String OPERATOR = "traceo_operator";
  private static final String OBSERVER = "traceo_observer";
  private static final String REPLICATOR = "traceo_replicator";

  /** Unprivileged role of applications and of the ledger. */
  public static final String APP = "traceo_app";

  /** Database of the group. */
  public static final String DATABASE = "traceo";

  private final AddressPlan plan;
  private final ReplicationGroup group;
  private final Path bin;
  private final Path folder;
  private final Secrets secrets;
  private final ServerUser user = ServerUser.forThisProcess();
  // Secrets here are random and long: iterations would add nothing but processor time, which a
  // machine that plays all regions and their clients has none to spare of.
  private static final String CHEAP_LOGIN = "scram_iterations=16";

  private final Map<String, String> passwords = new LinkedHashMap<>();

  private LabCluster(
      AddressPlan plan, ReplicationGroup group, Path bin, Path folder, Secrets secrets) {
    this.plan = plan;
    this.group = group;
    this.bin = bin;
    this.folder = folder;
    this.secrets = secrets;
  }

  /**
   * Makes and starts the servers.
   *
   * @param wanted where their files go, unless the server's user may not enter it
   * @throws IOException or {@link SQLException} when a server can't be made; nothing runs then
   */
  public static LabCluster provision(
      AddressPlan plan, ReplicationGroup group, Path wanted, Secrets secrets)
      throws IOException, SQLException {
    Path folder = ServerFolders.reachable(wanted, otherName(wanted)).resolve(group.id());
    LabCluster cluster = new LabCluster(plan, group, PostgresBinaries.bin(), folder, secrets);
    try {
      cluster.make();
      return cluster;
    } catch (IOException | SQLException | RuntimeException e) {
      cluster.remove();
      throw e;
    }
  }

  /** Where the servers' files are when their user may not enter the folder that was wanted. */
  public static Path otherFolder(Path wanted) {
    return Path.of("/var/tmp", otherName(wanted));
  }

  private static String otherName(Path wanted) {
    return "traceo-lab-" + Integer.toHexString(wanted.toAbsolutePath().toString().hashCode());
  }

  private void make() throws IOException, SQLException {
    removeFiles(folder);
    Files.createDirectories(folder);
    for (String role : List.of(OPERATOR, OBSERVER, REPLICATOR, APP)) {
      passwords.put(role, secrets.make(group.id() + "-" + role));
    }
    for (String region : group.members()) {
      Path root = root(region);
      Files.createDirectories(root);
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
      Files.writeString(root.resolve("postgresql.conf"), settings(region));
      Files.writeString(
          root.resolve("pg_hba.conf"),
          "host all all 127.0.0.0/8 scram-sha-256\n"
              + "host replication "
              + REPLICATOR
              + " 127.0.0.0/8 scram-sha-256\n");
      Secrets.write(
          root.resolve("pgpass"), "*:*:*:" + REPLICATOR + ":" + password(REPLICATOR) + "\n");
      ownAll(root);
      Files.createDirectories(scratch(region));
      user.own(scratch(region));
    }
    initialise();
    PostgresServer leader = member(group.leader());
    leader.startAsLeader();
    fill();
    leader.stopFast();
    for (String follower : group.followers()) {
      copyData(follower);
    }
    leader.override(Map.of("traceo.epoch", "1", "synchronous_standby_names", synchronousSet()));
    leader.startAsLeader();
    for (String follower : group.followers()) {
      Map<String, String> standby = new LinkedHashMap<>();
      standby.put("traceo.epoch", "1");
      standby.put("primary_conninfo", conninfo(follower, group.leader()));
      member(follower).override(standby);
      member(follower).startAsStandby();
    }
  }

  /** Empty in an asynchronous group. */
  private String synchronousSet() {
    return group.quorum() == 0
        ? ""
        : "ANY " + group.quorum() + " (\"" + String.join("\",\"", group.followers()) + "\")";
  }

  private void initialise() throws IOException {
    Path root = root(group.leader());
    Path password = root.resolve("initial");
    Secrets.write(password, password(OPERATOR));
    user.own(password);
    user.run(
        List.of(
            bin.resolve("initdb").toString(),
            "-D",
            root.resolve("data-1").toString(),
            "-U",
            OPERATOR,
            "--pwfile=" + password,
            "--auth=scram-sha-256",
            "-c",
            CHEAP_LOGIN,
            "--data-checksums",
            "--no-sync",
            "--encoding=UTF8",
            "--locale=C"),
        root);
    Files.delete(password);
    Files.createSymbolicLink(root.resolve("current"), Path.of("data-1"));
  }

  private void fill() throws SQLException, IOException {
    try (Connection connection = connect(group.leader(), "postgres");
        Statement statement = connection.createStatement()) {
      for (String role : List.of(OBSERVER, APP)) {
        statement.execute("CREATE ROLE " + role + " LOGIN PASSWORD '" + password(role) + "'");
      }
      statement.execute(
          "CREATE ROLE "
              + REPLICATOR
              + " LOGIN REPLICATION PASSWORD '"
              + password(REPLICATOR)
              + "'");
      statement.execute("CREATE DATABASE " + DATABASE);
    }
    try (Connection connection = connect(group.leader(), DATABASE);
        Statement statement = connection.createStatement();
        InputStream schema =
            PostgresServer.class.getResourceAsStream("/io/traceo/activities/database/schema.sql")) {
      if (schema == null) {
        throw new IOException("schema.sql is not on the classpath");
      }
      statement.execute(new String(schema.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private String password(String role) {
    return Objects.requireNonNull(passwords.get(role), role);
  }

  private Connection connect(String region, String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://"
            + plan.insideAddress(region)
            + ":"
            + AddressPlan.POSTGRES_PORT
            + "/"
            + database
            + "?localSocketAddress="
            + plan.insideAddress(region),
        OPERATOR,
        password(OPERATOR));
  }

  private void copyData(String follower) throws IOException {
    Path from = root(group.leader()).resolve("data-1");
    Path to = root(follower).resolve("data-1");
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        Files.copy(path, target, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    ownAll(root(follower));
    Files.createSymbolicLink(root(follower).resolve("current"), Path.of("data-1"));
  }

  private void ownAll(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.toList()) {
        user.own(path);
      }
    }
  }

  private String settings(String region) {
    return String.join(
        "\n",
        "listen_addresses = '" + plan.insideAddress(region) + "'",
        "port = " + AddressPlan.POSTGRES_PORT,
        "unix_socket_directories = ''",
        "hba_file = '" + root(region).resolve("pg_hba.conf") + "'",
        "cluster_name = '" + region + "'",
        "max_connections = 100",
        CHEAP_LOGIN,
        "shared_buffers = 32MB",
        "wal_level = replica",
        "hot_standby = on",
        "wal_log_hints = on",
        "wal_keep_size = 512MB",
        "max_slot_wal_keep_size = 4GB",
        "max_wal_size = 1GB",
        "restart_after_crash = off",
        "wal_sender_timeout = 5s",
        "wal_receiver_timeout = 5s",
        "wal_receiver_status_interval = 1s",
        // With the default of 5 s a promotion right after the leader's death takes that long.
        "wal_retrieve_retry_interval = 20ms",
        "tcp_keepalives_idle = 2",
        "tcp_keepalives_interval = 1",
        "tcp_keepalives_count = 3",
        "log_min_messages = warning",
        "timezone = 'UTC'",
        "log_timezone = 'UTC'",
        "");
  }

  private String conninfo(String from, String to) {
    DatabaseMember config = memberConfig(from, from);
    return io.traceo.activities.database.postgres.Conninfo.of(from, config, to);
  }

  /** Folder with the programs of the servers. */
  public Path bin() {
    return bin;
  }

  /** Where servers that are restored in a region have their files. */
  public Path scratch(String region) {
    return folder.resolve("restored").resolve(region);
  }

  private Path root(String region) {
    return folder.resolve(region);
  }

  /** The group that the servers are of. */
  public ReplicationGroup group() {
    return group;
  }

  /** Whether one of the servers is there. */
  public boolean has(String region) {
    return group.members().contains(region);
  }

  /** A region's server. */
  public PostgresServer member(String region) {
    return new PostgresServer(new LocalServer(bin.toString(), root(region).toString()));
  }

  /** How a place reaches a member; with the server's files only in the member's own place. */
  public DatabaseMember memberConfig(String place, String region) {
    Map<String, Endpoint> peers = new LinkedHashMap<>();
    for (String other : group.members()) {
      if (!other.equals(region)) {
        peers.put(other, plan.endpoint(region, other, AddressPlan.POSTGRES_PORT));
      }
    }
    return new DatabaseMember(
        plan.endpoint(place, region, AddressPlan.POSTGRES_PORT),
        DATABASE,
        OPERATOR,
        secrets.reference(group.id() + "-" + OPERATOR),
        OBSERVER,
        secrets.reference(group.id() + "-" + OBSERVER),
        peers,
        REPLICATOR,
        root(region).resolve("pgpass").toString(),
        place.equals(region) ? new LocalServer(bin.toString(), root(region).toString()) : null);
  }

  /** Reference to the password of the unprivileged role. */
  public String appPasswordRef() {
    return secrets.reference(group.id() + "-" + APP);
  }

  /** Ends every server at once and removes their files. */
  public void remove() {
    for (String region : group.members()) {
      if (Files.exists(root(region).resolve("current"))) {
        member(region).kill();
      }
      RestoredServers.kill(scratch(region));
    }
    removeFiles(folder);
    Path above = folder.getParent();
    if (above != null && above.startsWith("/var/tmp")) {
      removeIfEmpty(above);
    }
  }

  private static void removeIfEmpty(Path folder) {
    try (Stream<Path> left = Files.list(folder)) {
      if (left.findAny().isEmpty()) {
        Files.delete(folder);
      }
    } catch (IOException e) {
      // Somebody else's files are in there: it stays.
    }
  }

  private static void removeFiles(Path folder) {
    io.traceo.lab.LabFolder.remove(folder);
  }

  /** Process ids of the servers that live, by region. */
  public Map<String, Long> pids() {
    Map<String, Long> pids = new LinkedHashMap<>();
    for (String region : new ArrayList<>(group.members())) {
      member(region).pid().ifPresent(pid -> pids.put(region, pid));
    }
    return pids;
  }
}
