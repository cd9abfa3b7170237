package io.traceo.lab.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowStub;
import io.traceo.lab.AddressPlan;
import io.traceo.lab.LateWorker;
import io.traceo.lab.failure.FailureCase.Bed;
import io.traceo.workflows.failover.FailoverPhase;
import io.traceo.workflows.group.FailoverSummary;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Clients write while the leader is lost in every way: nothing acknowledged is ever missing. */
final class LedgerCases {
  private static final String MOVES =
      "promotes a follower, loses nothing, the old leader acknowledges nothing after that";

  /** Writes that followers may have confirmed before, and whose clients are told only now. */
  private static final long UNDER_WAY = 10;

  private LedgerCases() {}

  static List<FailureCase> all() {
    List<FailureCase> cases = new ArrayList<>();
    cases.add(FailureCase.of("ledger/kill", MOVES, s -> leaderLost(s, "kill")).gated());
    cases.add(FailureCase.of("ledger/blackhole", MOVES, s -> leaderLost(s, "blackhole")).gated());
    cases.add(FailureCase.of("ledger/cut", MOVES, s -> leaderLost(s, "cut")));
    cases.add(
        FailureCase.of("ledger/freeze-and-thaw", MOVES, s -> leaderLost(s, "freeze")).gated());
    cases.add(
        FailureCase.of(
            "ledger/back-before-promotion",
            "promotes; the old leader, back in between, acknowledges nothing any more",
            LedgerCases::backBeforePromotion));
    cases.add(FailureCase.of("ledger/storage-dead", MOVES, LedgerCases::storageDead));
    cases.add(
        FailureCase.of(
            "ledger/observers-lose-leader",
            "never promotes: standbys still see new heartbeats; writes go on",
            LedgerCases::observersLose));
    cases.add(
        FailureCase.of(
            "ledger/standbys-lose-leader",
            "promotes: without its standbys the leader can't acknowledge anything",
            LedgerCases::standbysLose));
    cases.add(
        FailureCase.of(
            "ledger/both-followers-lost",
            "never promotes: the leader lives, commits wait until a copy is back",
            LedgerCases::followersLost));
    cases.add(
        FailureCase.of(
            "ledger/follower-then-leader",
            "never promotes what may lack something; goes on when enough are back",
            LedgerCases::followerThenLeader));
    cases.add(
        FailureCase.of(
            "ledger/new-leader-lost",
            "the second failover keeps what the first new leader acknowledged",
            LedgerCases::newLeaderLost));
    cases.add(
        FailureCase.of(
            "ledger/new-leader-alone",
            "the new leader acknowledges nothing while nobody else has it",
            LedgerCases::newLeaderAlone));
    cases.add(
        FailureCase.of(
            "ledger/leader-lost-in-switchover",
            "the switch ends, one leader, nothing lost",
            LedgerCases::lostInSwitchover));
    cases.add(FailureCase.of("ledger/full-disk", MOVES, LedgerCases::fullDisk));
    cases.add(
        FailureCase.of(
            "ledger/saturated-processor",
            "never promotes while it is only slow; promotes when the leader is killed",
            LedgerCases::saturated));
    cases.add(
        FailureCase.of(
            "ledger/all-killed-and-started",
            "a leader again without a human, nothing lost",
            LedgerCases::allKilled));
    return cases;
  }

  private static void leaderLost(Scene scene, String kind) throws Exception {
    Writers writers = scene.write();
    String old = scene.leader();
    scene.fault(old, kind);
    FailoverSummary moved = scene.promoted(old, Scene.FAILOVER_SECONDS);
    assertThat(moved.fromRegion()).isEqualTo(old);
    writers.goOn(Scene.FAILOVER_SECONDS, 50);
    scene.liftAll();
    // One that was frozen believes for a moment that nothing has happened.
    writers.goOn(Scene.FAILOVER_SECONDS, 100);
    scene.settle();
    scene.account();
  }

  /** It thaws when its followers are sealed and nobody leads yet. */
  private static void backBeforePromotion(Scene scene) throws Exception {
    Writers writers = scene.write();
    String old = scene.leader();
    List<String> followers = scene.followers();
    try (LateWorker late = scene.lab().stillAt("Failover.DatabaseArm")) {
      String frozen = scene.fault(old, "freeze");
      String unused = late.awaitStill(60);
      long told = writers.acknowledged();
      scene.lift(frozen);
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
      while (System.nanoTime() < until) {
        long now = writers.acknowledged();
        if (!scene.members().leading(followers).isEmpty()) {
          break;
        }
        assertThat(now - told)
            .as("acknowledged by a leader that nobody follows")
            .isLessThanOrEqualTo(UNDER_WAY);
      }
      scene.promoted(old, Scene.FAILOVER_SECONDS);
    }
    writers.goOn(Scene.FAILOVER_SECONDS, 50);
    scene.settle();
    scene.account();
  }

  /** Heartbeats hang while clients still write: followers stream until they are sealed. */
  private static void storageDead(Scene scene) throws Exception {
    Writers writers = scene.write();
    String old = scene.leader();
    try (Connection holder = scene.lab().connect(scene.group(), old);
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      scene.mark(System.nanoTime());
      statement.execute("LOCK TABLE traceo.heartbeat IN EXCLUSIVE MODE");
      scene.promoted(old, Bed.COOLDOWN_SECONDS + Scene.FAILOVER_SECONDS);
      holder.abort(Runnable::run);
    }
    writers.goOn(Scene.FAILOVER_SECONDS, 50);
    scene.settle();
    scene.account();
  }

  /** Two observers of three, but a standby whose heartbeat rows go on contradicts them. */
  private static void observersLose(Scene scene) throws Exception {
    Writers writers = scene.write();
    String old = scene.leader();
    scene.fault(AddressPlan.CONTROL, "blackhole", old);
    scene.fault(scene.followers().get(0), "blackhole", old);
    scene.nobodyPromoted(old, Scene.NEVER_SECONDS);
    writers.goOn(30, 50);
    scene.settle();
    scene.account();
  }

  /** Clients and one observer reach it, but it can't acknowledge anything. */
  private static void standbysLose(Scene scene) throws Exception {
    Writers writers = scene.write();
    String old = scene.leader();
    for (String follower : scene.followers()) {
      scene.fault(follower, "blackhole", old);
    }
    scene.promoted(old, Bed.COOLDOWN_SECONDS + Scene.FAILOVER_SECONDS);
    writers.goOn(Scene.FAILOVER_SECONDS, 50);
    scene.settle();
    scene.account();
  }

  /** Commits hang, nobody is promoted: QUORUM_LOST, not dead. */
  private static void followersLost(Scene scene) throws Exception {
    Writers writers = scene.write();
    String old = scene.leader();
    for (String follower : scene.followers()) {
      scene.fault(follower, "kill");
    }
    scene.nobodyPromoted(old, Scene.NEVER_SECONDS);
    scene.settle();
    writers.goOn(60, 50);
    scene.account();
  }

  private static void followerThenLeader(Scene scene) throws Exception {
    Writers writers = scene.write();
    String old = scene.leader();
    String first = scene.followers().get(0);
    scene.fault(first, "kill");
    writers.goOn(30, 100);
    String leaders = scene.fault(old, "kill");
    scene.nobodyPromoted(old, Scene.NEVER_SECONDS);
    scene.lift(leaders);
    scene.settle();
    writers.goOn(60, 50);
    scene.account();
  }

  private static void newLeaderLost(Scene scene) throws Exception {
    secondLost(
        scene,
        follower -> {
          TimeUnit.SECONDS.sleep(1);
          return List.of();
        });
  }

  /** What it would have acknowledged alone the next one lacks. */
  private static void newLeaderAlone(Scene scene) throws Exception {
    secondLost(
        scene,
        follower -> {
          String away = scene.fault(follower, "kill");
          // As long as clients would notice that it acknowledges.
          TimeUnit.SECONDS.sleep(3);
          return List.of(away);
        });
  }

  /** Between the new leader's first acknowledgement and its end; the faults that end with it. */
  private interface Between {
    List<String> happens(String follower) throws Exception;
  }

  private static void secondLost(Scene scene, Between between) throws Exception {
    Writers writers = scene.write();
    String old = scene.leader();
    String back = scene.fault(old, "kill");
    scene.promoted(old, Scene.FAILOVER_SECONDS);
    String second = scene.leader();
    writers.goOn(Scene.FAILOVER_SECONDS, 1);
    String follower =
        scene.followers().stream().filter(f -> !f.equals(old)).findFirst().orElseThrow();
    List<String> over = between.happens(follower);
    scene.fault(second, "kill");
    over.forEach(scene::lift);
    scene.lift(back);
    scene.lastCopyMayLead(second);
    scene.promoted(second, Scene.FAILOVER_SECONDS);
    writers.goOn(60, 50);
    scene.settle();
    scene.account();
  }

  private static void lostInSwitchover(Scene scene) throws Exception {
    Writers writers = scene.write();
    String old = scene.leader();
    WorkflowStub run = scene.startSwitchover(scene.followers().get(0));
    scene.reached(run, FailoverPhase.CATCH_UP);
    String lost = scene.fault(old, "kill");
    scene.over(run);
    scene.lift(lost);
    scene.settle();
    writers.goOn(60, 50);
    scene.account();
  }

  private static void fullDisk(Scene scene) throws Exception {
    Writers writers = scene.write();
    String old = scene.leader();
    scene.mark(System.nanoTime());
    FullDisk.of(scene.members().server(old));
    scene.promoted(old, Scene.FAILOVER_SECONDS);
    writers.goOn(Scene.FAILOVER_SECONDS, 50);
    scene.members().server(old).kill();
    scene.lab().revive(old);
    scene.settle();
    scene.account();
  }

  private static void saturated(Scene scene) throws Exception {
    Writers writers = scene.write();
    String old = scene.leader();
    try (BusyProcessors busy = new BusyProcessors()) {
      scene.nobodyPromoted(old, Scene.NEVER_SECONDS);
      scene.fault(old, "kill");
      scene.promoted(old, 3 * Scene.FAILOVER_SECONDS);
    }
    writers.goOn(60, 50);
    scene.settle();
    scene.account();
  }

  private static void allKilled(Scene scene) throws Exception {
    Writers writers = scene.write();
    String old = scene.leader();
    scene.mark(System.nanoTime());
    for (String member : scene.members().all()) {
      scene.fault(member, "kill");
    }
    scene.nobodyPromoted(old, 5);
    scene.settle();
    writers.goOn(60, 50);
    scene.account();
  }
}
