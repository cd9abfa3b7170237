package io.traceo.lab.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.testing.TestActivityEnvironment;
import io.traceo.activities.health.HealthObserver;
import io.traceo.lab.link.LinkFault;
import io.traceo.workflows.activity.HealthActivities;
import io.traceo.workflows.activity.HealthActivities.Concern;
import io.traceo.workflows.activity.HealthActivities.Observation;
import io.traceo.workflows.activity.HealthActivities.ObserveRequest;
import io.traceo.workflows.activity.HealthActivities.View;
import io.traceo.workflows.topology.ProbeSettings;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an observer sees of a real leader that is killed, frozen, cut off, or refuses it. */
@Timeout(90)
class ObserverIT {
  private static final String WAITING =
      " FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
          + " AND application_name LIKE 'traceo-observer-%'";
  private static final String STUCK = "SELECT count(*)" + WAITING;
  private static final String OLDEST_STUCK = "SELECT coalesce(min(pid), 0)" + WAITING;
  private static ThreeMembers group;
  private Steps steps;
  private TestActivityEnvironment environment;
  private HealthObserver observing;
  private HealthActivities here;

  @BeforeAll
  static void provision() throws Exception {
    group = new ThreeMembers();
  }

  @AfterAll
  static void remove() {
    if (group != null) {
      group.close();
    }
  }

  @BeforeEach
  void whole() throws Exception {
    steps = Steps.ofWhole(group);
    here = observer("");
  }

  @AfterEach
  void closeEnvironment() {
    environment.close();
  }

  private HealthActivities observer(String passwordRef) {
    environment = TestActivityEnvironment.newInstance();
    observing = new HealthObserver(group.config("control", passwordRef), ThreeMembers.ROUND_TRIPS);
    environment.registerActivitiesImplementations(observing);
    return environment.newActivityStub(HealthActivities.class);
  }

  @Test
  void aFrozenLeaderIsDeadBySilenceAndWellAgain() throws Exception {
    assertThat(first().view()).isEqualTo(View.HEALTHY);
    group.freeze(steps.leader, true);
    try {
      Observation seen = after(View.HEALTHY);
      assertThat(seen.view()).as(seen.detail()).isEqualTo(View.DEAD);
      assertThat(seen.detail()).doesNotContain(" 0 of them silent");
    } finally {
      group.freeze(steps.leader, false);
    }
    wellAgain();
  }

  @Test
  void aKilledLeaderIsDeadByRefusal() {
    first();
    group.server(steps.leader).kill();
    try {
      Observation seen = after(View.HEALTHY);
      assertThat(seen.view()).isEqualTo(View.DEAD);
      assertThat(seen.detail()).contains(" 0 of them silent");
    } finally {
      group.server(steps.leader).startAsLeader();
    }
    wellAgain();
  }

  @Test
  void aLeaderThatOnlyThisObserverCannotReachIsNotDead() {
    first();
    group.faultPair("control", steps.leader, LinkFault.BLACKHOLE);
    TestActivityEnvironment other = TestActivityEnvironment.newInstance();
    try {
      other.registerActivitiesImplementations(
          new HealthObserver(group.config(steps.target, ""), ThreeMembers.ROUND_TRIPS));
      // Somebody else's heartbeats go on and reach the standbys.
      HealthActivities elsewhere = other.newActivityStub(HealthActivities.class);
      assertThat(elsewhere.observe(request(steps.target, null)).view()).isEqualTo(View.HEALTHY);
      assertThat(after(View.HEALTHY).view()).isEqualTo(View.UNREACHABLE_FROM_HERE);
    } finally {
      other.close();
      group.faultPair("control", steps.leader, LinkFault.NONE);
    }
    wellAgain();
  }

  @Test
  void localCommitsThatHangAreDeadStorage() throws Exception {
    first();
    try (Connection locker = group.operator(steps.leader)) {
      locker.setAutoCommit(false);
      Steps.run(locker, "LOCK TABLE traceo.heartbeat IN SHARE MODE");
      Observation seen = after(View.HEALTHY);
      assertThat(seen.view()).as("%s", seen).isEqualTo(View.STORAGE_DEAD);
    }
    wellAgain();
  }

  @Test
  void withoutCopiesTheQuorumIsLostAndNoSessionPilesUp() throws Exception {
    first();
    group.server(steps.target).kill();
    group.server(steps.survivor).kill();
    try {
      assertThat(after(View.HEALTHY).view()).isEqualTo(View.QUORUM_LOST);
      try (Connection operator = group.operator(steps.leader)) {
        long first = Steps.number(operator, OLDEST_STUCK);
        // Beyond the moment at which a wait is cancelled, the next one takes its place.
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (Steps.number(operator, OLDEST_STUCK) == first) {
          assertThat(System.nanoTime()).as("never cancelled").isLessThan(deadline);
          assertThat(Steps.number(operator, STUCK)).isLessThanOrEqualTo(1);
        }
        assertThat(Steps.number(operator, STUCK)).isLessThanOrEqualTo(1);
      }
      assertThat(first().view()).as("still").isEqualTo(View.QUORUM_LOST);
    } finally {
      group.server(steps.target).startAsStandby();
      group.server(steps.survivor).startAsStandby();
    }
    wellAgain();
  }

  @Test
  void aWrongSecretIsNoVote() throws Exception {
    environment.close();
    here = observer(group.secretRef("not the password"));
    Observation seen = first();
    assertThat(seen.view()).isEqualTo(View.NO_ACCESS);
    assertThat(seen.concerns().get(Concern.ACCESS)).contains("password authentication failed");
    assertThat(seen.toString()).doesNotContain("not the password");
  }

  @Test
  void aMissingTableIsNoVote() throws Exception {
    first();
    try (Connection operator = group.operator(steps.leader)) {
      Steps.run(operator, "ALTER TABLE traceo.heartbeat RENAME TO away");
      try {
        assertThat(after(View.HEALTHY).view()).isEqualTo(View.NO_ACCESS);
      } finally {
        Steps.run(operator, "ALTER TABLE traceo.away RENAME TO heartbeat");
      }
    }
    wellAgain();
  }

  @Test
  void aSlowLinkIsAConcernAndNoMore() {
    first();
    group.faultPair("control", steps.leader, new LinkFault(false, false, 165, 0, 0));
    try {
      Observation seen = after(View.HEALTHY);
      assertThat(seen.view()).isEqualTo(View.HEALTHY);
      assertThat(seen.concerns()).containsOnlyKeys(Concern.NETWORK);
    } finally {
      group.faultPair("control", steps.leader, LinkFault.NONE);
    }
  }

  @Test
  void connectionsThatBreakOnASlowWayAreMadeAgain() throws Exception {
    first();
    // A probe is answered in time, a login takes longer than a probe may.
    group.faultPair("control", steps.leader, new LinkFault(false, false, 120, 0, 0));
    try (Connection operator = group.operator(steps.leader)) {
      Steps.run(
          operator,
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE application_name = 'traceo-observer-control'");
      long wanted = observing.probes().answered() + 10;
      long deadline = System.nanoTime() + 20_000_000_000L;
      while (observing.probes().answered() < wanted) {
        assertThat(System.nanoTime()).as("never connected again").isLessThan(deadline);
        first();
      }
    } finally {
      group.faultPair("control", steps.leader, LinkFault.NONE);
    }
    wellAgain();
  }

  /** On the way it may pass through views of what had been under way. */
  private void wellAgain() {
    Observation seen = first();
    while (seen.view() != View.HEALTHY) {
      seen = after(seen);
    }
  }

  private Observation first() {
    return here.observe(request("control", null));
  }

  private Observation after(View last) {
    return here.observe(request("control", last));
  }

  private Observation after(Observation last) {
    return here.observe(
        new ObserveRequest(
            ThreeMembers.GROUP,
            "control",
            steps.leader,
            List.of(steps.target, steps.survivor),
            1,
            ProbeSettings.DEFAULT,
            last.view(),
            List.copyOf(last.concerns().keySet())));
  }

  private ObserveRequest request(String observer, View last) {
    return new ObserveRequest(
        ThreeMembers.GROUP,
        observer,
        steps.leader,
        List.of(steps.target, steps.survivor),
        1,
        ProbeSettings.DEFAULT,
        last,
        List.of());
  }
}
