package io.traceo.workflows.group;

import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.GroupActivities;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.GroupActivities.DefinitionRequest;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.Waits;
import io.traceo.workflows.capacity.LeftChanges;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.contract.Stubs;
import io.traceo.workflows.group.GroupWorkflow.ArmOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a group knows and does. The workflow's loop and handlers delegate to it. */
final class GroupEntity {
  /** Longest time between two looks at the grant's holder; a later wake-up is a gap. */
  private static final Duration TICK = Duration.ofSeconds(10);

  private static final Duration GAP = Duration.ofSeconds(5);
  private static final int UPDATES_PER_RUN = 300;

  private final GroupRequest request;
  private final Journal journal;
  private final GrantBook book;
  private final Arming arming;
  private final AlarmLog alarms;
  private final Concerns concerns = new Concerns();
  private @Nullable Definition definition;
  private @Nullable Watch watch;
  private @Nullable HolderWatch holders;
  private @Nullable Incident incident;
  private @Nullable Foresight foresight;
  private String leader = "";
  private long epoch;
  private long incidents;
  private @Nullable FailoverSummary lastFailover;
  private @Nullable Long movedAtMillis;
  private Verdict verdict = Verdict.UNKNOWN;
  private boolean news;
  private int updates;

  GroupEntity(GroupRequest request) {
    this.request = request;
    GroupState carried = request.carried();
    if (carried == null) {
      journal = new Journal();
      book = new GrantBook(request.group(), 0, null, null);
      arming = new Arming(journal, null, null);
      alarms = new AlarmLog(Alarms.NONE, List.of());
      return;
    }
    journal = new Journal(carried.events(), carried.pages());
    book = new GrantBook(request.group(), carried.grants(), carried.grant(), carried.lent());
    leader = carried.leader();
    epoch = carried.epoch();
    arming = new Arming(journal, carried.arming(), carried.armedBy());
    alarms = new AlarmLog(carried.alarms(), carried.wouldHave());
    incidents = carried.incidents();
    lastFailover = carried.lastFailover();
    movedAtMillis = carried.movedAtMillis();
  }

  /** What the configuration says, who leads, and then the watch. */
  void learn() {
    if (!request.problems().isEmpty()) {
      throw ApplicationFailure.newNonRetryableFailure(
          String.join("; ", request.problems()), FailureTypes.INVALID_REQUEST);
    }
    GroupActivities group =
        Stubs.step(GroupActivities.class, Duration.ofSeconds(20), "read topology and runbooks");
    Definition known = group.define(new DefinitionRequest(request.group()));
    journal.pager().learn(known);
    if (request.carried() == null) {
      LiveState live = LiveState.find(known.group(), journal);
      leader = live.leader();
      epoch = live.epoch();
      journal.note("leader is " + leader + ", epoch " + epoch);
    }
    holders = new HolderWatch(journal, this::nudge);
    incident = new Incident(known, book, journal);
    foresight = new Foresight(known, alarms, journal, this::nudge);
    definition = known;
    watchLeader(known);
  }

  private void watchLeader(Definition known) {
    if (watch != null) {
      watch.stop();
    }
    Watch next = new Watch(known.group(), leader, epoch, this::nudge);
    watch = next;
    next.start();
  }

  /** Waits for something new. After a gap of the control plane every old verdict is void. */
  void awaitNews() {
    long before = Workflow.currentTimeMillis();
    boolean unused = Waits.until(TICK, "until anything is new", () -> news);
    news = false;
    long late = Workflow.currentTimeMillis() - before - TICK.toMillis();
    if (late > GAP.toMillis() && definition != null) {
      journal.page("nothing ran for " + late + " ms: old observations are void");
      watchLeader(definition);
    }
  }

  /** One look at the verdict; starts a failover when every gate is met. */
  void decide() {
    Watch watching = known(watch);
    concerns.tell(leader, watching.observations(), journal);
    Verdict now = watching.verdict();
    if (now != verdict) {
      journal.note("verdict on " + leader + ": " + verdict + " → " + now);
      if (now == Verdict.QUORUM_LOST || now == Verdict.PARTLY_UNREACHABLE) {
        journal.page(leader + ": " + now);
      }
      verdict = now;
    }
    if (!now.callsForFailover()) {
      known(incident).over();
      leaderIsWell(now);
      return;
    }
    long next = incidents + 1;
    Incident.Facts facts =
        new Incident.Facts(
            leader,
            epoch,
            now,
            watching.votes(),
            watching.detectedAtMillis(),
            movedAtMillis,
            lastFailover);
    alarms.sounds(leader, known(incident).announced(facts), Workflow.currentTimeMillis());
    if (!arming.armed()) {
      known(foresight).note(facts, known(incident).gate(facts));
    } else if (known(incident).act(facts, request.group() + "/" + (epoch + 1) + "-" + next)) {
      incidents = next;
    }
  }

  /** An alarm is over once the same leader writes again and nobody fails over any more. */
  private void leaderIsWell(Verdict now) {
    Grant operating = book.operating();
    if (now != Verdict.HEALTHY || (operating != null && operating.kind() == Grant.Kind.FAILOVER)) {
      return;
    }
    String counted =
        alarms.wellAgain(
            Workflow.currentTimeMillis(), known(definition).group().objective().failover());
    if (counted != null) {
      journal.note(counted);
    }
  }

  /** A holder that is gone gives nothing back by itself. */
  void lookAfterHolder() {
    Grant holder = book.operating();
    if (holder == null) {
      return;
    }
    known(holders).look(holder);
    HolderWatch.Orphan orphan = known(holders).orphan(holder);
    if (orphan == null || !book.holds(holder.token())) {
      return;
    }
    journal.page(holder.workflowId() + " ended (" + orphan.closeStatus() + ") with the grant");
    book.release(holder.token());
    LeftChanges rollout = orphan.rollout();
    if (rollout != null && !rollout.undo().isEmpty()) {
      new OrphanedRollout(known(definition), book, journal)
          .takeBack(holder.workflowId(), orphan.closeStatus(), rollout, leader);
    }
    if (orphan.left() != null) {
      incidents++;
      known(incident)
          .finishFor(
              orphan.left(), leader, epoch, request.group() + "/" + (epoch + 1) + "-" + incidents);
    }
  }

  Grant.Answer acquire(Grant.Request asked) {
    Workflow.await(() -> watch != null);
    updates++;
    Grant.Answer answer = book.acquire(asked);
    if (answer.granted()) {
      journal.note("grant " + answer.token() + " to " + asked.workflowId());
    }
    nudge();
    return answer;
  }

  Receipt advance(Grant.Release progress) {
    Workflow.await(() -> watch != null);
    updates++;
    if (!book.holds(progress.token())) {
      return Receipt.already("grant " + progress.token() + " is not in force");
    }
    take(progress.outcome());
    return Receipt.done("noted");
  }

  Receipt release(Grant.Release release) {
    Workflow.await(() -> watch != null);
    updates++;
    if (!book.holds(release.token())) {
      return Receipt.already("grant " + release.token() + " is not in force");
    }
    take(release.outcome());
    book.release(release.token());
    journal.note("grant " + release.token() + " is back");
    nudge();
    return Receipt.done("released");
  }

  private void take(@Nullable FailoverSummary summary) {
    if (summary == null) {
      return;
    }
    lastFailover = summary;
    epoch = Math.max(epoch, summary.epoch());
    String to = summary.toRegion();
    if (to != null && !to.equals(leader)) {
      journal.note(to + " leads with epoch " + epoch);
      leader = to;
      movedAtMillis = Workflow.currentTimeMillis();
      verdict = Verdict.UNKNOWN;
      known(incident).over();
      alarms.moved(Workflow.currentTimeMillis());
      watchLeader(known(definition));
    }
    nudge();
  }

  /** Waits for the definition first: a group that nobody declared can't be armed. */
  Receipt decideArming(boolean armed, ArmOrder order) {
    Workflow.await(() -> definition != null);
    updates++;
    nudge();
    return arming.decide(armed, order);
  }

  boolean enough() {
    return !known(foresight).asks()
        && (updates >= UPDATES_PER_RUN || Workflow.getInfo().isContinueAsNewSuggested());
  }

  void stopWatching() {
    known(watch).stop();
  }

  GroupRequest carryOn() {
    GroupState state =
        new GroupState(
            leader,
            epoch,
            arming.armedBy(),
            incidents,
            book.given(),
            book.grant(),
            book.lent(),
            lastFailover,
            movedAtMillis,
            alarms.wouldHave(),
            journal.lines(),
            arming.last(),
            alarms.alarms(),
            journal.pager().carry());
    return new GroupRequest(request.group(), state, Map.of());
  }

  GroupStatus status() {
    List<String> followers =
        definition == null
            ? List.of()
            : definition.group().members().stream().filter(m -> !m.equals(leader)).toList();
    return new GroupStatus(
        request.group(),
        leader,
        followers,
        epoch,
        arming.armed(),
        arming.armedBy(),
        verdict,
        watch == null ? 0 : watch.observations().size(),
        book.operating(),
        watch == null ? List.of() : watch.observations(),
        alarms.wouldHave(),
        journal.lines(),
        lastFailover,
        arming.last(),
        alarms.alarms(),
        book.drill());
  }

  void show() {
    Workflow.setCurrentDetails(GroupPage.markdown(status()));
  }

  private void nudge() {
    news = true;
  }

  private static <T> T known(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("the group has not learned its definition yet");
    }
    return value;
  }
}
