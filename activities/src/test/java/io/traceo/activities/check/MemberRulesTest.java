package io.traceo.activities.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.activities.check.MemberFacts.Stream;
import io.traceo.activities.topology.Configuration;
import io.traceo.activities.topology.Finding;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.Topology;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What members say of themselves, one thing wrong at a time; the group is na as it is shipped. */
class MemberRulesTest {
  private static final Path RUNBOOKS = Path.of("..", "runbooks");
  private static final Configuration.Checked CHECKED =
      Configuration.check(RUNBOOKS.resolve("topology.yaml"), RUNBOOKS);

  private static MemberFacts leader(Stream... streams) {
    return new MemberFacts(
        "us-east-1", false, false, "", 0, limits(100), List.of(), 0, List.of(streams));
  }

  private static Stream stream(String to) {
    return new Stream(to, "streaming", "quorum", 0, 0, 300);
  }

  private static MemberFacts standby(String region) {
    return standby(region, "not paused", 0, 100);
  }

  private static MemberFacts standby(String region, String replay, long delay, int connections) {
    return new MemberFacts(
        region, true, true, replay, delay, limits(connections), List.of(), 0, List.of());
  }

  private static Map<String, Integer> limits(int connections) {
    return Map.of("max_connections", connections, "max_wal_senders", 10);
  }

  private static final MemberFacts LEADER = leader(stream("us-west-2"), stream("us-west-1"));
  private static final MemberFacts WEST2 = standby("us-west-2");
  private static final MemberFacts WEST1 = standby("us-west-1");

  private static List<Finding> check(MemberFacts... members) {
    Topology topology = Objects.requireNonNull(CHECKED.configuration()).topology();
    ReplicationGroup na = topology.group("na").orElseThrow();
    GroupFindings findings = new GroupFindings(0, CHECKED.inTopology());
    new MemberRules(topology, na, List.of(members), findings).check();
    return findings.found();
  }

  private static void only(
      Finding.Severity severity, String field, String reason, MemberFacts... members) {
    List<Finding> found = new ArrayList<>(check(members));
    assertThat(found).hasSize(1);
    assertThat(found.get(0).severity()).isEqualTo(severity);
    assertThat(found.get(0).pointer()).isEqualTo("/groups/0" + field);
    assertThat(found.get(0).line()).isGreaterThan(100);
    assertThat(found.get(0).reason()).contains(reason);
  }

  @Test
  void nothingIsWrong() {
    assertThat(check(LEADER, WEST2, WEST1)).isEmpty();
  }

  @Test
  void whoLeads() {
    MemberFacts second =
        new MemberFacts("us-west-2", false, false, "", 0, limits(100), List.of(), 0, List.of());
    only(Finding.Severity.ERROR, "/leader", "us-east-1, us-west-2 all take writes", LEADER, second);
    only(
        Finding.Severity.ERROR,
        "/leader",
        "no member takes writes",
        standby("us-east-1"),
        WEST2,
        WEST1);
    // One that did not answer is a finding of its own, and may be the leader.
    assertThat(check(WEST2, WEST1)).isEmpty();
    MemberFacts moved =
        new MemberFacts(
            "us-west-2",
            false,
            false,
            "",
            0,
            limits(100),
            List.of(),
            0,
            List.of(stream("us-east-1"), stream("us-west-1")));
    only(
        Finding.Severity.WARN,
        "/leader",
        "us-west-2 leads and the topology says us-east-1",
        standby("us-east-1"),
        moved,
        WEST1);
  }

  @Test
  void streams() {
    only(
        Finding.Severity.ERROR,
        "/followers/1",
        "us-west-1 does not stream from us-east-1",
        leader(stream("us-west-2")),
        WEST2,
        WEST1);
    only(
        Finding.Severity.ERROR,
        "/followers/1",
        "does not stream from us-east-1 (catchup)",
        leader(stream("us-west-2"), new Stream("us-west-1", "catchup", "quorum", 0, 0, 0)),
        WEST2,
        WEST1);
    only(
        Finding.Severity.ERROR,
        "/followers/1",
        "not in the synchronous set",
        leader(stream("us-west-2"), new Stream("us-west-1", "streaming", "async", 0, 0, 0)),
        WEST2,
        WEST1);
    only(
        Finding.Severity.WARN,
        "/followers/1",
        "has not answered us-east-1 for 11 s",
        leader(stream("us-west-2"), new Stream("us-west-1", "streaming", "quorum", 0, 0, 11_000)),
        WEST2,
        WEST1);
    only(
        Finding.Severity.WARN,
        "/followers/1",
        "700 ms behind us-east-1; at most 500 ms are wanted",
        leader(stream("us-west-2"), new Stream("us-west-1", "streaming", "quorum", 9, 700, 0)),
        WEST2,
        WEST1);
  }

  @Test
  void standbysThatCouldNotLeadInTime() {
    only(
        Finding.Severity.ERROR,
        "/followers/0",
        "replay of us-west-2 is held (paused)",
        LEADER,
        standby("us-west-2", "paused", 0, 100),
        WEST1);
    only(
        Finding.Severity.ERROR,
        "/followers/0",
        "replays 60000 ms late on purpose",
        LEADER,
        standby("us-west-2", "not paused", 60_000, 100),
        WEST1);
    only(
        Finding.Severity.ERROR,
        "/followers/0",
        "max_connections is 50 at us-west-2 and 100 at us-east-1",
        LEADER,
        standby("us-west-2", "not paused", 0, 50),
        WEST1);
  }

  @Test
  void whatAFailoverWouldLose() {
    MemberFacts slots =
        new MemberFacts(
            "us-east-1", false, false, "", 0, limits(100), List.of("cdc"), 0, LEADER.streams());
    only(Finding.Severity.WARN, "/leader", "loses the logical slots cdc", slots, WEST2, WEST1);
    MemberFacts prepared =
        new MemberFacts(
            "us-east-1", false, false, "", 0, limits(100), List.of(), 2, LEADER.streams());
    only(Finding.Severity.WARN, "/leader", "has 2 prepared transactions", prepared, WEST2, WEST1);
  }
}
