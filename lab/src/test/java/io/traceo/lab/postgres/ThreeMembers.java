package io.traceo.lab.postgres;

import static java.util.Objects.requireNonNull;

import io.traceo.activities.database.postgres.PostgresActivities;
import io.traceo.activities.database.postgres.PostgresServer;
import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfig.DatabaseMember;
import io.traceo.activities.place.PlaceConfig.GroupAccess;
import io.traceo.activities.place.SecretRef;
import io.traceo.activities.topology.RoundTrips;
import io.traceo.lab.AddressPlan;
import io.traceo.lab.ledger.LedgerConfig;
import io.traceo.lab.link.LinkFault;
import io.traceo.lab.link.LinkNetwork;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.SurveyRequest;
import io.traceo.workflows.topology.OnLastCopy;
import io.traceo.workflows.topology.RecoveryTier;
import io.traceo.workflows.topology.Region;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.ResidencyRule;
import io.traceo.workflows.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A real group of three servers behind real links, and the activities of every place. */
public final class ThreeMembers implements AutoCloseable {
  public static final String GROUP = "na";
  public static final List<String> REGIONS = List.of("us-east-1", "us-west-2", "us-west-1");

  static final RoundTrips ROUND_TRIPS = RoundTrips.of(new Topology(1, List.of(), List.of()));

  private final AddressPlan plan;
  private final LinkNetwork links;
  private final Path folder;
  private final LabCluster cluster;
  private final Map<String, PostgresActivities> places = new HashMap<>();

  ThreeMembers() throws Exception {
    this(81);
  }

  /**
   * @param net second octet of every address: two groups never share one
   */
  public ThreeMembers(int net) throws Exception {
    plan = new AddressPlan(net, REGIONS);
    links = new LinkNetwork(plan);
    folder = Files.createTempDirectory("traceo-postgres-it");
    for (String to : REGIONS) {
      for (String from :
          List.of(
              REGIONS.get(0),
              REGIONS.get(1),
              REGIONS.get(2),
              AddressPlan.CONTROL,
              AddressPlan.OUTSIDE)) {
        if (!from.equals(to)) {
          links.open(from, to, AddressPlan.POSTGRES_PORT);
        }
      }
    }
    cluster = LabCluster.provision(plan, group(), folder, new Secrets(folder));
  }

  private static ReplicationGroup group() {
    return new ReplicationGroup(
        GROUP,
        REGIONS.get(0),
        REGIONS.subList(1, 3),
        REGIONS.get(1),
        RecoveryTier.HOT,
        OnLastCopy.BLOCK,
        1,
        List.of("metrics"),
        "zone.",
        "write.zone.",
        "read.zone.",
        null,
        List.of("control"),
        null,
        null,
        null,
        null);
  }

  /** Activities as a place has them; its data may be in every region. */
  public PostgresActivities at(String place) {
    return places.computeIfAbsent(place, p -> at(p, REGIONS));
  }

  /** Activities where the leader's data may be in these regions only. */
  PostgresActivities at(String place, List<String> allowed) {
    return activities(place, allowed, "");
  }

  /**
   * Ways from a place.
   *
   * @param passwordRef of operator and observer, instead of the right ones unless it is empty
   */
  public PlaceConfig config(String place, String passwordRef) {
    Map<String, DatabaseMember> members = new HashMap<>();
    REGIONS.forEach(r -> members.put(r, withPassword(cluster.memberConfig(place, r), passwordRef)));
    return new PlaceConfig(
        place, "", "", Map.of(GROUP, new GroupAccess(members, null, Map.of())), null, "");
  }

  private PostgresActivities activities(String place, List<String> allowed, String passwordRef) {
    return new PostgresActivities(config(place, passwordRef), topology(allowed));
  }

  /** The group where its data may be in every region. */
  public Topology topology() {
    return topology(REGIONS);
  }

  private static Topology topology(List<String> allowed) {
    List<Region> regions =
        REGIONS.stream()
            .map(r -> new Region(r, r, "US", null, new ResidencyRule(Map.of("default", allowed))))
            .toList();
    return new Topology(1, regions, List.of(group()));
  }

  /** Activities of control that have a wrong password. */
  PostgresActivities withWrongPassword(String secret) throws Exception {
    return activities("control", REGIONS, secretRef(secret));
  }

  String secretRef(String secret) throws IOException {
    return "file:" + Files.writeString(folder.resolve("wrong"), secret);
  }

  private static DatabaseMember withPassword(DatabaseMember m, String ref) {
    return ref.isEmpty()
        ? m
        : new DatabaseMember(
            m.endpoint(),
            m.database(),
            m.user(),
            ref,
            m.observerUser(),
            ref,
            m.peers(),
            m.replicationUser(),
            m.replicationPassfile(),
            m.local());
  }

  public PostgresServer server(String region) {
    return cluster.member(region);
  }

  /** A fault of what goes from one place to another, and of what comes back. */
  void faultPair(String from, String to, LinkFault fault) {
    links.faultPair(from, to, fault);
    links.faultPair(to, from, fault);
  }

  void fault(String region, LinkFault fault) {
    links.faultRegion(region, fault);
  }

  /** Stops every process of a server where it stands, or lets them go on. */
  void freeze(String region, boolean stop) throws Exception {
    ProcessHandle postmaster = ProcessHandle.of(server(region).pid().orElseThrow()).orElseThrow();
    StringBuilder command = new StringBuilder("kill " + (stop ? "-STOP" : "-CONT"));
    PostgresServer.family(postmaster).forEach(p -> command.append(' ').append(p.pid()));
    int exit = new ProcessBuilder("sh", "-c", command.toString()).start().waitFor();
    if (exit != 0) {
      throw new IllegalStateException(command + ": exit " + exit);
    }
  }

  Map<String, MemberState> look() {
    Map<String, MemberState> states = new HashMap<>();
    at("control")
        .survey(new SurveyRequest(GROUP, REGIONS))
        .members()
        .forEach(m -> states.put(m.region(), m));
    return states;
  }

  /** A session of the operator, around the links. */
  public Connection operator(String region) throws SQLException {
    DatabaseMember member = cluster.memberConfig(region, region);
    return connect(region, member.user(), member.passwordRef());
  }

  /** A session of an application, around the links. */
  Connection application(String region) throws SQLException {
    return connect(region, LabCluster.APP, cluster.appPasswordRef());
  }

  /** A session of an observer, around the links. */
  Connection observer(String region) throws SQLException {
    DatabaseMember member = cluster.memberConfig(region, region);
    return connect(region, member.observerUser(), member.observerPasswordRef());
  }

  /**
   * A ledger that reaches the members through their front doors, as clients outside do.
   *
   * @param clients connections of the multi-host kind: there are no names here
   */
  LedgerConfig ledger(int clients) {
    Map<String, String> doors = new TreeMap<>();
    REGIONS.forEach(
        r ->
            doors.put(
                r, plan.endpoint(AddressPlan.OUTSIDE, r, AddressPlan.POSTGRES_PORT).toString()));
    return new LedgerConfig(
        "",
        group().writeName(),
        List.of(),
        AddressPlan.POSTGRES_PORT,
        LabCluster.DATABASE,
        LabCluster.APP,
        cluster.appPasswordRef().substring("file:".length()),
        0,
        doors.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList(),
        doors,
        new LedgerConfig.Connections(0, 0, clients),
        0,
        LedgerConfig.Limits.DEFAULT,
        "",
        "",
        null,
        null,
        true);
  }

  private Connection connect(String region, String user, String passwordRef) throws SQLException {
    DatabaseMember member = cluster.memberConfig(region, region);
    String url =
        "jdbc:postgresql://"
            + requireNonNull(member.endpoint())
            + "/"
            + member.database()
            + "?connectTimeout=2&socketTimeout=5";
    return DriverManager.getConnection(url, user, SecretRef.resolve(passwordRef));
  }

  @Override
  public void close() {
    cluster.remove();
    links.close();
    io.traceo.lab.LabFolder.remove(folder);
  }
}
