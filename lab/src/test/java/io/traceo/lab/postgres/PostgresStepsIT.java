package io.traceo.lab.postgres;

import static io.traceo.lab.postgres.Steps.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.traceo.lab.link.LinkFault;
import io.traceo.workflows.activity.DatabaseActivities.ArmRequest;
import io.traceo.workflows.activity.DatabaseActivities.CatchUpRequest;
import io.traceo.workflows.activity.DatabaseActivities.CopiesRequest;
import io.traceo.workflows.activity.DatabaseActivities.DrainRequest;
import io.traceo.workflows.activity.DatabaseActivities.FenceRequest;
import io.traceo.workflows.activity.DatabaseActivities.PromoteRequest;
import io.traceo.workflows.activity.DatabaseActivities.RejoinRequest;
import io.traceo.workflows.activity.DatabaseActivities.SealRequest;
import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.activity.DatabaseActivities.UnsealRequest;
import io.traceo.workflows.activity.DatabaseActivities.VerifyRequest;
import io.traceo.workflows.contract.FailureTypes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Steps that leave the leader where it is, on one real group. */
class PostgresStepsIT {
  private static ThreeMembers group;
  private Steps steps;

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
  }

  @Test
  void aSilentMemberIsReportedAndNotWaitedFor() {
    group.fault(steps.survivor, LinkFault.BLACKHOLE);
    try {
      long started = System.nanoTime();
      var states = group.look();
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofMillis(1500));
      assertThat(states.get(steps.survivor).reachable()).isFalse();
      assertThat(states.get(steps.survivor).problem()).isNotBlank();
      assertThat(states.get(steps.leader).standby()).isFalse();
      assertThat(states.get(steps.target).upstream()).isEqualTo(steps.leader);
    } finally {
      group.fault(steps.survivor, LinkFault.NONE);
    }
  }

  @Test
  void aLeaderIsNotSealed() {
    long before = steps.look(steps.leader).epoch();
    assertFails(FailureTypes.CONFLICT, () -> steps.seal(steps.leader, steps.epoch));
    assertThat(steps.look(steps.leader).epoch()).isEqualTo(before);
  }

  @Test
  void aSealCutsOffRepeatsItselfAndOutranksOlderRuns() {
    SealedMember first = steps.seal(steps.target, steps.epoch + 1);
    assertThat(steps.look(steps.target).upstream()).isNull();
    assertThat(steps.seal(steps.target, steps.epoch + 1)).isEqualTo(first);
    assertFails(FailureTypes.STALE_EPOCH, () -> steps.seal(steps.target, steps.epoch));
    assertFails(
        FailureTypes.STALE_EPOCH,
        () ->
            steps.control.unseal(
                new UnsealRequest(Steps.GROUP, steps.target, steps.leader, steps.epoch)));
    assertThat(steps.look(steps.target).epoch()).isEqualTo(steps.epoch + 1);
    steps.unsealBoth(steps.epoch + 2);
    assertThat(steps.look(steps.survivor).epoch()).isEqualTo(steps.epoch + 2);
  }

  @Test
  void aRunOfAnEarlierVersionSealsWithoutSayingWhoLeads() {
    SealRequest without = new SealRequest(Steps.GROUP, steps.target, null, steps.epoch);
    assertThat(steps.control.seal(without).epoch()).isEqualTo(steps.epoch);
    assertThat(steps.look(steps.target).upstream()).isNull();
    steps.unsealBoth(steps.epoch + 1);
  }

  @Test
  void promotionIsRefusedUnlessTheTargetIsAsItWasSealed() throws Exception {
    SealedMember sealed = steps.sealBoth();
    String target = sealed.region();
    PromoteRequest good =
        new PromoteRequest(Steps.GROUP, target, steps.epoch, sealed.timeline(), sealed.position());
    assertFails(
        FailureTypes.STALE_EPOCH,
        () ->
            steps.control.promote(
                new PromoteRequest(
                    Steps.GROUP, target, steps.epoch - 1, good.timeline(), good.position())));
    assertFails(
        FailureTypes.CONFLICT,
        () ->
            steps.control.promote(
                new PromoteRequest(
                    Steps.GROUP, target, steps.epoch, good.timeline(), good.position() - 8)));
    assertFails(
        FailureTypes.CONFLICT,
        () ->
            steps.control.promote(
                new PromoteRequest(
                    Steps.GROUP, target, steps.epoch, good.timeline() + 1, good.position())));
    // Written by a newer run, not read yet by anybody: it must count already.
    try (Connection other = group.operator(target)) {
      Steps.run(other, "ALTER SYSTEM SET traceo.epoch = '" + (steps.epoch + 1) + "'");
      assertFails(FailureTypes.STALE_EPOCH, () -> steps.control.promote(good));
    }
    steps.unsealBoth(steps.epoch + 1);
    Steps.ofWhole(group);
    // The same epoch again, but with a receiver.
    assertFails(
        FailureTypes.CONFLICT,
        () ->
            steps.control.promote(
                new PromoteRequest(
                    Steps.GROUP, target, steps.epoch + 1, good.timeline(), good.position())));
    assertThat(steps.look(target).standby()).isTrue();
  }

  @Test
  void unsealNoticesAPromotionThatIsUnderWay() throws Exception {
    steps.seal(steps.target, steps.epoch);
    // Held up before it is noticed: the signal file without the signal.
    java.nio.file.Path signal = group.server(steps.target).data().resolve("promote");
    java.nio.file.Files.createFile(signal);
    assertFails(FailureTypes.CONFLICT, () -> steps.unsealBoth(steps.epoch + 1));
    java.nio.file.Files.delete(signal);
    steps.unsealBoth(steps.epoch + 1);
  }

  @Test
  void survivorsStreamFromTheTargetBeforeItLeads() {
    steps.sealBoth();
    steps.arm(steps.target);
    assertThat(steps.look(steps.survivor).upstream()).isEqualTo(steps.target);
    assertThat(steps.look(steps.target).standby()).isTrue();
    assertThat(steps.look(steps.target).synchronousSet()).containsExactly(steps.survivor);
    steps.arm(steps.target);
    assertFails(
        FailureTypes.STALE_EPOCH,
        () ->
            steps.control.arm(
                new ArmRequest(
                    Steps.GROUP,
                    steps.target,
                    List.of(steps.survivor),
                    List.of(),
                    1,
                    steps.epoch - 1)));
    assertFails(
        FailureTypes.INVALID_REQUEST,
        () ->
            steps.control.arm(
                new ArmRequest(
                    Steps.GROUP,
                    steps.target,
                    List.of(steps.survivor),
                    List.of(),
                    2,
                    steps.epoch)));
    steps.unsealBoth(steps.epoch + 1);
    assertThat(steps.look(steps.target).synchronousSet()).isEmpty();
  }

  @Test
  void aDrainEndsWritesAndIsUndone() throws Exception {
    Writers writers = new Writers(group, steps.leader, "drain");
    try (Connection observer = group.observer(steps.leader)) {
      assertThat(steps.control.drain(steps.drainOf(steps.leader)).outcome()).isEqualTo("DONE");
      writers.stop();
      try (Connection application = group.application(steps.leader)) {
        assertThatThrownBy(() -> write(application))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("read-only");
      }
      // Drained is not dead: observers go on.
      Steps.run(
          observer,
          "INSERT INTO traceo.heartbeat VALUES ('it', 'sync', 1) ON CONFLICT"
              + " (observer, kind) DO UPDATE SET seq = 2");
      var caughtUp =
          steps.control.awaitCatchUp(
              new CatchUpRequest(Steps.GROUP, steps.leader, List.of(steps.target, steps.survivor)));
      assertThat(steps.look(steps.target).position()).isGreaterThanOrEqualTo(caughtUp.position());
      try (Connection standby = group.operator(steps.target)) {
        assertThat(writers.confirmed()).isNotEmpty();
        assertThat(writers.missingOn(standby)).isEmpty();
      }
    } finally {
      writers.stop();
      steps.control.undrain(steps.drainOf(steps.leader));
    }
    try (Connection application = group.application(steps.leader)) {
      write(application);
    }
  }

  @Test
  void staleAndMisdirectedDrainsAreRefused() {
    long known = steps.look(steps.leader).epoch();
    assertFails(
        FailureTypes.STALE_EPOCH,
        () ->
            steps.control.drain(
                new DrainRequest(Steps.GROUP, steps.leader, known, Duration.ofSeconds(1))));
    assertFails(FailureTypes.CONFLICT, () -> steps.control.drain(steps.drainOf(steps.target)));
  }

  @Test
  void verifyTellsWhatDoesNotHold() throws Exception {
    try (Connection observer = group.observer(steps.leader)) {
      Steps.run(
          observer,
          "INSERT INTO traceo.heartbeat VALUES ('it', 'local', 1)" + " ON CONFLICT DO NOTHING");
    }
    var state = steps.look(steps.leader);
    assertThat(failed(state.epoch(), state.timeline(), state.position())).isEmpty();
    assertThat(failed(state.epoch() + 1, state.timeline() + 1, Long.MAX_VALUE))
        .containsExactly("epoch", "timeline", "position");
    group.freeze(steps.target, true);
    group.freeze(steps.survivor, true);
    try {
      long started = System.nanoTime();
      assertThat(failed(state.epoch(), state.timeline(), state.position()))
          .containsExactly("synthetic transaction");
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofMillis(2500));
    } finally {
      group.freeze(steps.target, false);
      group.freeze(steps.survivor, false);
    }
  }

  private List<String> failed(long epoch, int timeline, long atLeast) {
    return steps
        .control
        .verify(new VerifyRequest(Steps.GROUP, steps.leader, epoch, timeline, atLeast))
        .checks()
        .stream()
        .filter(c -> !c.ok())
        .map(c -> c.name())
        .toList();
  }

  @Test
  void copiesAreAwaitedAndRefusalsLeaveNoSessionBehind() throws Exception {
    CopiesRequest request =
        new CopiesRequest(
            Steps.GROUP,
            steps.leader,
            List.of(steps.target, steps.survivor),
            1,
            steps.look(steps.leader).epoch());
    steps.seal(steps.target, steps.epoch);
    assertFails(FailureTypes.NOT_READY, () -> steps.control.awaitCopies(request));
    for (int i = 0; i < 10; i++) {
      assertFails(FailureTypes.CONFLICT, () -> steps.seal(steps.leader, steps.epoch));
    }
    try (Connection operator = group.operator(steps.leader)) {
      assertThat(
              Steps.number(
                  operator,
                  "SELECT count(*) FROM pg_stat_activity WHERE application_name ="
                      + " 'traceo-operator'"))
          .isLessThanOrEqualTo(3);
    }
    steps.unsealBoth(steps.epoch + 1);
  }

  @Test
  void aLeaderThatWasStoppedLeadsAgain() throws Exception {
    var local = group.at(steps.leader);
    assertFails(
        FailureTypes.STALE_EPOCH,
        () -> local.stopLeader(new FenceRequest(Steps.GROUP, steps.leader, steps.epoch - 1)));
    assertFails(
        FailureTypes.CONFLICT, () -> group.at(steps.target).stopLeader(steps.at(steps.target)));
    var stopped = local.stopLeader(steps.at(steps.leader));
    assertThat(local.stopLeader(steps.at(steps.leader))).isEqualTo(stopped);
    assertThat(steps.seal(steps.target, steps.epoch).position()).isGreaterThan(stopped.position());
    // A member knows a newer epoch than the one that would lead with.
    assertFails(
        FailureTypes.STALE_EPOCH,
        () -> local.restartLeader(new FenceRequest(Steps.GROUP, steps.leader, steps.epoch - 1)));
    FenceRequest undo = new FenceRequest(Steps.GROUP, steps.leader, steps.epoch + 1);
    assertThat(local.restartLeader(undo).outcome()).isEqualTo("DONE");
    assertThat(local.restartLeader(undo).outcome()).isEqualTo("ALREADY");
    assertThat(steps.look(steps.leader).standby()).isFalse();
    assertThat(steps.look(steps.leader).epoch()).isEqualTo(steps.epoch + 1);
    assertFails(
        FailureTypes.CONFLICT,
        () ->
            group
                .at(steps.target)
                .restartLeader(new FenceRequest(Steps.GROUP, steps.target, steps.epoch + 1)));
    steps.unsealBoth(steps.epoch + 1);
  }

  @Test
  void dataStaysWhereItMayBe() {
    var strict = group.at("control", List.of(steps.leader, steps.target));
    assertFails(
        FailureTypes.RESIDENCY,
        () ->
            strict.arm(
                new ArmRequest(
                    Steps.GROUP,
                    steps.target,
                    List.of(steps.survivor),
                    List.of(),
                    1,
                    steps.epoch)));
    assertFails(
        FailureTypes.RESIDENCY,
        () ->
            strict.awaitCopies(
                new CopiesRequest(
                    Steps.GROUP, steps.leader, List.of(steps.survivor), 1, steps.epoch)));
    assertFails(
        FailureTypes.RESIDENCY,
        () ->
            strict.rejoin(
                new RejoinRequest(Steps.GROUP, steps.survivor, steps.leader, steps.epoch)));
  }

  @Test
  void aWrongPasswordIsSaidWithoutSayingIt() throws Exception {
    var stranger = group.withWrongPassword("not-the-secret");
    assertThatThrownBy(
            () ->
                stranger.seal(
                    new SealRequest(Steps.GROUP, steps.target, steps.leader, steps.epoch)))
        .satisfies(
            e ->
                assertThat(((io.temporal.failure.ApplicationFailure) e).getType())
                    .isEqualTo(FailureTypes.FORBIDDEN))
        .hasMessageNotContaining("not-the-secret");
  }

  private static void write(Connection connection) throws SQLException {
    Steps.run(connection, "INSERT INTO ledger.entry (client, seq, sent_at) VALUES ('x', 1, now())");
  }
}
