package io.traceo.lab.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.WorkflowStub;
import io.traceo.lab.failure.FailureCase.Bed;
import io.traceo.workflows.failover.FailoverResult;
import io.traceo.workflows.group.Freeze;
import io.traceo.workflows.group.FreezeOrder;
import io.traceo.workflows.group.GroupWorkflow.ArmOrder;
import io.traceo.workflows.group.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Cases in which the group may promote nobody by itself, three times as long as the same fault
 * takes without the gate; then the legal way forward works.
 */
final class GateCases {
  private static final long HOUR_MILLIS = 3_600_000;

  private GateCases() {}

  static List<FailureCase> all() {
    List<FailureCase> cases = new ArrayList<>();
    cases.add(never("too-few-sealed", "the other follower is back", GateCases::tooFewSealed));
    cases.add(never("too-few-approved", "a person takes the loss", GateCases::tooFewApproved));
    cases.add(never("one-observer-only", "the leader is lost to all", GateCases::oneObserver));
    cases.add(never("quorum-lost", "the followers are back", GateCases::quorumLost).gated());
    cases.add(
        FailureCase.of(
            "gate/last-copy",
            "never promotes; writes resume within 10 s of the approval, then copies are whole",
            GateCases::lastCopy));
    cases.add(never("cooldown", "the cooldown is over", GateCases::cooldown));
    cases.add(never("frozen", "unfrozen", GateCases::frozen).gated());
    cases.add(never("observe-only", "armed", GateCases::observeOnly));
    cases.add(never("lag-over-the-gate", "the replica caught up", GateCases::lag));
    cases.add(never("another-grant", "the first switch has ended", GateCases::anotherGrant));
    cases.add(never("stale-plan", "a new plan", StaleCases::plan));
    cases.add(never("stale-epoch", "the next epoch", StaleCases::epoch).gated());
    cases.add(
        FailureCase.of(
            "gate/names-raced",
            "of two changes of the names at once the higher epoch stays",
            StaleCases::names));
    cases.add(never("residency", "the true rules", StaleCases::residency));
    cases.add(
        never("maintenance", "a person starts it", GateCases::maintenance).in(Bed.MAINTENANCE));
    cases.add(never("without-approval", "one person approves", GateCases::warm).in(Bed.INDIA));
    cases.add(never("approver-is-starter", "two others approve", GateCases::starter).in(Bed.INDIA));
    return cases;
  }

  private static FailureCase never(String name, String then, FailureCase.Story story) {
    return FailureCase.of("gate/" + name, "never promotes; moves once " + then, story);
  }

  /** People are asked, and who is missing comes back before they answer. */
  private static void tooFewSealed(Scene scene) throws Exception {
    String old = scene.leader();
    String missing = scene.followers().get(0);
    String follower = scene.fault(missing, "kill");
    scene.fault(old, "kill");
    assertLossIsAsked(scene.approvals().waiting(), old, missing);
    scene.nobodyPromoted(old, Scene.NEVER_SECONDS);
    scene.lift(follower);
    scene.promoted(old, 2 * Scene.FAILOVER_SECONDS);
  }

  /** The same, and a person decides: the one that is left leads alone until the others are back. */
  private static void tooFewApproved(Scene scene) throws Exception {
    Writers writers = scene.write();
    String old = scene.leader();
    String missing = scene.followers().get(0);
    String left = scene.followers().get(1);
    String follower = scene.fault(missing, "kill");
    writers.goOn(Scene.FAILOVER_SECONDS, 10);
    scene.fault(old, "kill");
    WorkflowStub waits = scene.approvals().waiting();
    assertLossIsAsked(waits, old, missing);
    System.out.println("    loss: " + Approvals.asked(waits).subject().loss().text());
    scene.nobodyPromoted(old, Scene.NEVER_SECONDS);
    assertThat(Approvals.approve(waits, "ada").outcome()).isEqualTo("DONE");
    scene.promoted(old, Scene.FAILOVER_SECONDS);
    assertThat(scene.leader()).isEqualTo(left);
    writers.goOn(Scene.FAILOVER_SECONDS, 10);
    scene.lift(follower);
    scene.settle();
    FailoverResult done = scene.ended(waits);
    assertThat(done.summary().steps()).anyMatch(s -> s.name().equals("loss"));
    // The one that is left had everything: it alone had confirmed since the other was lost.
    scene.account();
  }

  private static void assertLossIsAsked(WorkflowStub waits, String old, String missing) {
    assertThat(Approvals.asked(waits).subject().reasons().toString())
        .contains("acknowledged writes that only " + missing + " or " + old, "may be lost");
  }

  /** One region is cut off from both others: nothing reaches its observer, nor its standby. */
  private static void oneObserver(Scene scene) throws Exception {
    String old = scene.leader();
    List<String> followers = scene.followers();
    String alone = followers.get(0);
    scene.fault(alone, "blackhole", old);
    String between = scene.fault(alone, "blackhole", followers.get(1));
    scene.nobodyPromoted(old, Scene.NEVER_SECONDS);
    // Until now it could not have followed the other either, which alone would hold a move back.
    scene.lift(between);
    scene.nobodyPromoted(old, Scene.NEVER_SECONDS);
    scene.liftAll();
    scene.awaitVerdict(Verdict.HEALTHY);
    scene.fault(old, "kill");
    scene.promoted(old, Scene.FAILOVER_SECONDS);
  }

  private static void quorumLost(Scene scene) throws Exception {
    String old = scene.leader();
    List<String> followers = scene.followers();
    List<String> lost = followers.stream().map(f -> scene.fault(f, "kill")).toList();
    scene.nobodyPromoted(old, Scene.NEVER_SECONDS);
    lost.forEach(scene::lift);
    scene.awaitVerdict(Verdict.HEALTHY);
    scene.fault(old, "kill");
    scene.promoted(old, Scene.FAILOVER_SECONDS);
  }

  /** Nobody is left to confirm: a person decides whether writes go on alone. */
  private static void lastCopy(Scene scene) throws Exception {
    Writers writers = scene.write();
    String leader = scene.leader();
    List<String> lost = scene.followers().stream().map(f -> scene.fault(f, "kill")).toList();
    WorkflowStub waits = scene.approvals().waiting();
    scene.nobodyPromoted(leader, Scene.NEVER_SECONDS);
    long before = writers.acknowledged();
    long approved = System.nanoTime();
    assertThat(Approvals.approve(waits, "ada").outcome()).isEqualTo("DONE");
    writers.goOn(Scene.FAILOVER_SECONDS, 10);
    System.out.printf(
        "    %d writes before the approval, the next ones %d ms after it%n",
        before, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - approved));
    lost.forEach(scene::lift);
    scene.settle();
    scene.account();
  }

  /** Both standbys have lost a leader that one observer still reaches. */
  private static void cooldown(Scene scene) throws Exception {
    String first = scene.leader();
    String back = scene.fault(first, "kill");
    scene.promoted(first, Scene.FAILOVER_SECONDS);
    scene.lift(back);
    // With one copy only, the cooldown would not be all that stands in the way.
    scene.settle();
    String second = scene.leader();
    long moved = scene.movedAtMillis();
    for (String follower : scene.followers()) {
      scene.fault(follower, "blackhole", second);
    }
    long left = moved + Bed.COOLDOWN_SECONDS * 1000L - System.currentTimeMillis();
    assertThat(left).as("milliseconds of cooldown that are left").isPositive();
    scene.nobodyPromoted(second, (int) Math.min(Scene.NEVER_SECONDS, left / 1000 - 1));
    scene.promoted(second, Bed.COOLDOWN_SECONDS + Scene.FAILOVER_SECONDS);
  }

  private static void frozen(Scene scene) throws Exception {
    String old = scene.leader();
    scene
        .entity()
        .freeze(
            new FreezeOrder("suite", "a change window", System.currentTimeMillis() + HOUR_MILLIS));
    scene.fault(old, "kill");
    scene.nobodyPromoted(old, Scene.NEVER_SECONDS);
    Freeze freeze = scene.status().freeze();
    assertThat(freeze).isNotNull();
    scene.entity().unfreeze(new FreezeOrder("suite", "it is over", null));
    scene.promoted(old, Scene.FAILOVER_SECONDS);
  }

  private static void observeOnly(Scene scene) throws Exception {
    String old = scene.leader();
    scene.entity().disarm(new ArmOrder("suite", "only look"));
    scene.fault(old, "kill");
    scene.nobodyPromoted(old, Scene.NEVER_SECONDS);
    assertThat(scene.status().wouldHave()).isNotEmpty();
    scene.entity().arm(new ArmOrder("suite", "act"));
    scene.promoted(old, Scene.FAILOVER_SECONDS);
  }

  /** A planned switch that would leave readers behind is taken back. */
  private static void lag(Scene scene) throws Exception {
    String old = scene.leader();
    String behind = scene.followers().get(1);
    scene.members().run(behind, "SELECT pg_wal_replay_pause()");
    Writers writers = scene.write();
    FailoverResult refused = scene.ended(scene.startSwitchover(scene.followers().get(0)));
    assertThat(refused.outcome()).as("%s", refused).isIn("ABORTED", "REFUSED");
    scene.nobodyPromoted(old, Scene.NEVER_SECONDS);
    writers.goOn(30, 50);
    // What it replays from then on may cancel the very statement that let it; it settles all the
    // same.
    String unused = scene.members().ask(behind, "SELECT pg_wal_replay_resume()");
    scene.settle();
    FailoverResult done = scene.ended(scene.startSwitchover(scene.followers().get(0)));
    assertThat(done.outcome()).as("%s", done).isEqualTo("DONE");
    scene.account();
  }

  private static void anotherGrant(Scene scene) throws Exception {
    String old = scene.leader();
    List<String> targets = scene.followers();
    WorkflowStub first = scene.startSwitchover(targets.get(0));
    scene.awaitHolder(first);
    FailoverResult second = scene.ended(scene.startSwitchover(targets.get(1)));
    assertThat(second.outcome()).as("%s", second).isEqualTo("REFUSED");
    assertThat(second.reason()).contains("busy with");
    assertThat(scene.ended(first).outcome()).isEqualTo("DONE");
    assertThat(scene.leader()).isEqualTo(targets.get(0)).isNotEqualTo(old);
    scene.settle();
    FailoverResult third = scene.ended(scene.startSwitchover(targets.get(1)));
    assertThat(third.outcome()).as("%s", third).isEqualTo("DONE");
  }

  private static void maintenance(Scene scene) throws Exception {
    String old = scene.leader();
    scene.fault(old, "kill");
    scene.nobodyPromoted(old, Scene.NEVER_SECONDS);
    assertThat(scene.status().maintenance()).isNotNull();
    WorkflowStub unused = scene.startUnplanned("ada");
    scene.promoted(old, Scene.FAILOVER_SECONDS);
  }

  private static void warm(Scene scene) throws Exception {
    String old = scene.leader();
    scene.fault(old, "kill");
    WorkflowStub waits = scene.approvals().waiting();
    scene.nobodyPromoted(old, Scene.NEVER_SECONDS);
    assertThat(Approvals.asked(waits).subject().loss()).isNotNull();
    assertThat(Approvals.approve(waits, "ada").outcome()).isEqualTo("DONE");
    scene.promoted(old, Scene.FAILOVER_SECONDS);
  }

  /** Nobody has proven that it was ada who started it, so two others are needed. */
  private static void starter(Scene scene) throws Exception {
    String old = scene.leader();
    scene.entity().disarm(new ArmOrder("suite", "a person starts it"));
    scene.fault(old, "kill");
    scene.awaitVerdict(Verdict.LEADER_DEAD);
    WorkflowStub run = scene.startUnplanned("ada");
    WorkflowStub waits = scene.approvals().waiting();
    assertThat(waits.getExecution().getWorkflowId()).isEqualTo(run.getExecution().getWorkflowId());
    assertThatThrownBy(() -> Approvals.approve(waits, "ada")).hasStackTraceContaining("ada");
    scene.nobodyPromoted(old, Scene.NEVER_SECONDS);
    Map.of("first", "grace", "second", "edsger")
        .values()
        .forEach(who -> assertThat(Approvals.approve(waits, who).outcome()).isEqualTo("DONE"));
    scene.promoted(old, Scene.FAILOVER_SECONDS);
    scene.entity().arm(new ArmOrder("suite", "over"));
  }
}
