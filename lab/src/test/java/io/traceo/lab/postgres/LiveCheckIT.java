package io.traceo.lab.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.activities.check.GroupPlaces;
import io.traceo.activities.check.LiveCheck;
import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfig.DatabaseMember;
import io.traceo.activities.place.PlaceConfig.GroupAccess;
import io.traceo.activities.topology.Finding;
import io.traceo.lab.Eventually;
import io.traceo.lab.link.LinkFault;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What a live check finds in a real group, one thing wrong at a time. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LiveCheckIT {
  private static final String LEADER = ThreeMembers.REGIONS.get(0);
  private static final String FOLLOWER = ThreeMembers.REGIONS.get(1);
  private static ThreeMembers group;

  @BeforeAll
  static void provision() throws Exception {
    group = new ThreeMembers(86);
    // Standbys first: they must never allow less than their leader.
    for (String region : List.of(FOLLOWER, ThreeMembers.REGIONS.get(2))) {
      run(region, "ALTER SYSTEM SET max_prepared_transactions = 2");
      group.server(region).stopFast();
      group.server(region).startAsStandby();
    }
    run(LEADER, "ALTER SYSTEM SET max_prepared_transactions = 2");
    run(LEADER, "ALTER SYSTEM SET wal_level = logical");
    restartLeader();
  }

  private static void restartLeader() {
    group.server(LEADER).stopFast();
    group.server(LEADER).startAsLeader();
  }

  @AfterAll
  static void remove() {
    if (group != null) {
      group.close();
    }
  }

  private static void run(String region, String... statements) throws SQLException {
    try (Connection connection = group.operator(region);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static List<String> findings(String passwordRef) {
    return findings(List.of(group.config("control", passwordRef)));
  }

  private static List<String> findings(List<PlaceConfig> places) {
    return new LiveCheck(
            group.topology(),
            new GroupPlaces(places),
            (severity, pointer, reason) -> new Finding(severity, "t", 1, 1, pointer, reason))
        .check().stream()
            // This group has no names.
            .filter(f -> !f.pointer().equals("/groups/0/zone"))
            .map(f -> f.severity() + " " + f.pointer() + " " + f.reason())
            .sorted()
            .toList();
  }

  /** Streams come back, and settings are seen, a moment after the order. */
  private static List<String> findings(int wanted) throws Exception {
    AtomicReference<List<String>> found = new AtomicReference<>(List.of());
    Eventually.within(
        40,
        () -> wanted + " findings, but " + found.get(),
        () -> {
          found.set(findings(""));
          return found.get().size() == wanted;
        });
    return found.get();
  }

  /** The same way with another role for the operator. */
  private static List<String> findingsAs(String user, String passwordRef) {
    PlaceConfig config = group.config("control", "");
    Map<String, DatabaseMember> members = new HashMap<>();
    config
        .groups()
        .get(ThreeMembers.GROUP)
        .databases()
        .forEach(
            (region, m) ->
                members.put(
                    region,
                    new DatabaseMember(
                        m.endpoint(),
                        m.database(),
                        user,
                        passwordRef,
                        m.observerUser(),
                        m.observerPasswordRef(),
                        m.peers(),
                        m.replicationUser(),
                        m.replicationPassfile(),
                        m.local())));
    return findings(
        List.of(
            new PlaceConfig(
                "control",
                "",
                "",
                Map.of(ThreeMembers.GROUP, new GroupAccess(members, null, Map.of())),
                null,
                "")));
  }

  @Test
  @Order(1)
  void nothing() throws Exception {
    assertThat(findings(0)).isEmpty();
  }

  @Test
  @Order(2)
  void pausedReplay() throws Exception {
    run(FOLLOWER, "SELECT pg_wal_replay_pause()");
    try {
      assertThat(findings(1))
          .singleElement()
          .asString()
          .contains("ERROR /groups/0/followers/0 replay of us-west-2 is held (paused");
    } finally {
      run(FOLLOWER, "SELECT pg_wal_replay_resume()");
    }
  }

  @Test
  @Order(3)
  void delayedReplay() throws Exception {
    run(FOLLOWER, "ALTER SYSTEM SET recovery_min_apply_delay = '1min'");
    run(FOLLOWER, "SELECT pg_reload_conf()");
    try {
      assertThat(findings(1))
          .singleElement()
          .asString()
          .contains("us-west-2 replays 60000 ms late on purpose");
    } finally {
      run(FOLLOWER, "ALTER SYSTEM RESET recovery_min_apply_delay");
      run(FOLLOWER, "SELECT pg_reload_conf()");
    }
  }

  @Test
  @Order(4)
  void aLogicalSlot() throws Exception {
    run(LEADER, "SELECT pg_create_logical_replication_slot('cdc', 'pgoutput')");
    try {
      assertThat(findings(1))
          .singleElement()
          .asString()
          .contains("WARN /groups/0/leader a failover loses the logical slots cdc of us-east-1");
    } finally {
      run(LEADER, "SELECT pg_drop_replication_slot('cdc')");
    }
    String safe = "SELECT pg_create_logical_replication_slot('s', 'pgoutput', failover => true)";
    run(LEADER, safe);
    try {
      assertThat(findings(0)).isEmpty();
    } finally {
      run(LEADER, "SELECT pg_drop_replication_slot('s')");
    }
  }

  @Test
  @Order(5)
  void aPreparedTransaction() throws Exception {
    run(LEADER, "BEGIN", "CREATE TABLE pending (x int)", "PREPARE TRANSACTION 'two-phase'");
    try {
      assertThat(findings(1))
          .singleElement()
          .asString()
          .contains("WARN /groups/0/leader us-east-1 has 1 prepared transactions");
    } finally {
      run(LEADER, "ROLLBACK PREPARED 'two-phase'");
    }
  }

  @Test
  @Order(6)
  void aMemberThatIsNotReached() throws Exception {
    group.faultPair("control", FOLLOWER, LinkFault.CUT);
    try {
      assertThat(findings(1))
          .singleElement()
          .asString()
          .contains("ERROR /groups/0/followers/0 us-west-2 is not reached");
    } finally {
      group.faultPair("control", FOLLOWER, LinkFault.NONE);
    }
  }

  @Test
  @Order(7)
  void wrongCredentialsAreFoundAndNotShown() throws Exception {
    assertThat(findings(0)).isEmpty();
    List<String> found = findings(group.secretRef("not-the-password"));
    assertThat(found)
        .hasSize(3)
        .allSatisfy(
            f ->
                assertThat(f)
                    .contains("refuses role traceo_operator")
                    .doesNotContain("not-the-password"));
    assertThat(findings("pasted-password"))
        .hasSize(3)
        .allSatisfy(f -> assertThat(f).contains("is not shown").doesNotContain("pasted-password"));
  }

  /** A role that may look at little sees every stream as dead: it must be told what it lacks. */
  @Test
  @Order(8)
  void missingRightsAreNamed() throws Exception {
    run(
        LEADER,
        "CREATE ROLE half LOGIN PASSWORD 'half'",
        "ALTER SYSTEM SET synchronous_commit = remote_apply",
        "SELECT pg_reload_conf()");
    String password = group.secretRef("half");
    try {
      assertThat(findingsAs("half", password))
          .hasSize(3)
          .allSatisfy(
              f ->
                  assertThat(f)
                      .contains("role half may not do what a failover needs (it lacks")
                      .contains("role pg_monitor, EXECUTE ON FUNCTION pg_promote, EXECUTE ON")
                      .contains("ALTER SYSTEM ON PARAMETER primary_conninfo, ALTER SYSTEM ON")
                      .contains("traceo.epoch"));
      run(LEADER, "GRANT pg_monitor TO half");
      assertThat(findingsAs("half", password))
          .hasSize(3)
          .allSatisfy(f -> assertThat(f).contains("pg_promote").doesNotContain("pg_monitor"));
      run(
          LEADER,
          "GRANT EXECUTE ON FUNCTION pg_promote(boolean, integer), pg_reload_conf() TO half",
          "GRANT ALTER SYSTEM ON PARAMETER primary_conninfo, synchronous_standby_names,"
              + " traceo.epoch TO half");
      assertThat(findingsAs("half", password)).isEmpty();
    } finally {
      run(LEADER, "ALTER SYSTEM RESET synchronous_commit", "SELECT pg_reload_conf()");
    }
  }

  @Test
  @Order(9)
  void aDatabaseThatTheRoleMayNotEnter() throws Exception {
    run(
        LEADER,
        "CREATE ROLE stranger LOGIN PASSWORD 's'",
        "REVOKE CONNECT ON DATABASE traceo" + " FROM PUBLIC");
    try {
      assertThat(findingsAs("stranger", group.secretRef("s")))
          .isNotEmpty()
          .allSatisfy(f -> assertThat(f).contains("role stranger may not do", "permission denied"));
    } finally {
      run(LEADER, "GRANT CONNECT ON DATABASE traceo TO PUBLIC");
    }
  }

  @Test
  @Order(10)
  void thePlaceThatRunsTheFailoverIsAsked() throws Exception {
    assertThat(findings(0)).isEmpty();
    String wrong = group.secretRef("not-the-password");
    PlaceConfig other = group.config(ThreeMembers.REGIONS.get(2), wrong);
    assertThat(findings(List.of(other, group.config("control", "")))).isEmpty();
    assertThat(findings(List.of(other))).hasSize(3);
  }

  @Test
  @Order(11)
  void aFollowerThatDoesNotStream() throws Exception {
    group.faultPair(FOLLOWER, LEADER, LinkFault.CUT);
    try {
      assertThat(findings(1))
          .singleElement()
          .asString()
          .contains("ERROR /groups/0/followers/0 us-west-2 does not stream from us-east-1");
    } finally {
      group.faultPair(FOLLOWER, LEADER, LinkFault.NONE);
    }
  }

  /** Last: the standbys stop replaying, as they must, and stay so. */
  @Test
  @Order(12)
  void aLeaderThatAllowsMoreConnections() throws Exception {
    assertThat(findings(0)).isEmpty();
    run(LEADER, "ALTER SYSTEM SET max_connections = 300");
    restartLeader();
    assertThat(findings(4))
        .filteredOn(f -> f.contains("max_connections is "))
        .hasSize(2)
        .allSatisfy(f -> assertThat(f).contains("and 300 at us-east-1"));
  }

  @Test
  @Order(0)
  void thePlaceHasOnlyItsOwnGroups() {
    LiveCheck check =
        new LiveCheck(
            group.topology(),
            new GroupPlaces(List.of(new PlaceConfig("control", "", "", Map.of(), List.of(), ""))),
            (severity, pointer, reason) -> new Finding(severity, "t", 1, 1, pointer, reason));
    assertThat(check.asked()).isEmpty();
    assertThat(check.check()).isEmpty();
  }
}
