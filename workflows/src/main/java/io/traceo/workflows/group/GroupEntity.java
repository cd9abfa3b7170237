package io.traceo.workflows.group;

import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.GroupActivities;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.GroupActivities.DefinitionRequest;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.alert.AlertKind;
import io.traceo.workflows.budget.Waits;
import io.traceo.workflows.capacity.LeftChanges;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.contract.Stubs;
import io.traceo.workflows.failover.FailoverMode;
import io.traceo.workflows.failover.FailoverPlan.Back;
import io.traceo.workflows.group.GroupWorkflow.ArmOrder;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a group knows and does. The workflow's loop and handlers delegate to it. */
final class GroupEntity {
  /** Longest time between two looks at the grant's holder; a later wake-up is a gap. */
  private static final Duration TICK = Duration.ofSeconds(10);

  private static final Duration GAP = Duration.ofSeconds(5);
  private static final int UPDATES_PER_RUN = 300;

  /**
   * Where its worker dies, another reads the whole history again within one workflow task (2 s), in
   * the middle of an incident perhaps: it is kept far below what the server suggests.
   */
  private static final long EVENTS_PER_RUN = 1_000;

  /** So often the definition is read again, with the next windows of maintenance. */
  private static final long LEARN_MILLIS = Duration.ofDays(1).toMillis();

  private final GroupRequest request;
  private final GroupMemory memory;
  private final Lookout lookout = new Lookout(this::nudge);
  private @Nullable Learned learned;
  private @Nullable Deciding deciding;
  private @Nullable Outside outside;
  private boolean news;
  private boolean ending;
  private int updates;

  GroupEntity(GroupRequest request) {
    this.request = request;
    memory = new GroupMemory(request);
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
    memory.journal.pager().learn(known);
    GroupState carried = request.carried();
    if (carried == null) {
      LiveState live = LiveState.find(known.group(), memory.journal);
      memory.leader = live.leader();
      memory.epoch = live.epoch();
      memory.copies = live.copies();
      memory.journal.note("leader is " + memory.leader + ", epoch " + memory.epoch);
    }
    Learned all = Learned.of(known, memory, carried == null ? null : carried.seen(), this::nudge);
    learned = all;
    deciding = new Deciding(memory, all, lookout);
    deciding.tendObservers();
    outside = new Outside(memory, all, this::nudge);
  }

  /** Waits for something new. After a gap of the control plane every old verdict is void. */
  void awaitNews() {
    long before = Workflow.currentTimeMillis();
    boolean unused = Waits.until(TICK, "until anything is new", () -> news);
    news = false;
    long late = Workflow.currentTimeMillis() - before - TICK.toMillis();
    if (late > GAP.toMillis() && lookout.out()) {
      memory.journal.page("nothing ran for " + late + " ms: old observations are void");
      known(deciding).sendObservers();
    }
  }

  /** One look at the verdict; starts a failover when every gate is met. */
  void decide() {
    known(deciding).decide();
    known(outside).tick(lookout);
  }

  /** A holder that is gone gives nothing back by itself. */
  void lookAfterHolder() {
    Grant holder = memory.book.operating();
    if (holder == null) {
      return;
    }
    HolderWatch holders = known(learned).holders();
    holders.look(holder);
    HolderWatch.Orphan orphan = holders.orphan(holder);
    if (orphan == null || !memory.book.holds(holder.token())) {
      return;
    }
    memory.journal.page(
        holder.workflowId() + " ended (" + orphan.closeStatus() + ") with the grant");
    memory.book.release(holder.token());
    LeftChanges rollout = orphan.rollout();
    if (rollout != null && !rollout.undo().isEmpty()) {
      new OrphanedRollout(known(learned).definition(), memory.book, memory.journal)
          .takeBack(holder.workflowId(), orphan.closeStatus(), rollout, memory.leader);
    }
    if (orphan.left() != null) {
      String name = memory.nextName();
      memory.incidents++;
      known(learned).incident().finishFor(orphan.left(), memory.leader, memory.epoch, name);
    }
  }

  /** Waits for the definition first: a group that nobody declared can't be told anything. */
  private void begin() {
    Workflow.await(() -> learned != null);
    updates++;
  }

  Grant.Answer acquire(Grant.Request asked) {
    begin();
    String refused = known(learned).gates().refuses(asked, Workflow.currentTimeMillis());
    if (refused != null) {
      return new Grant.Answer(false, null, null, refused);
    }
    Grant.Answer answer = memory.book.acquire(asked);
    if (answer.granted()) {
      memory.journal.note("grant " + answer.token() + " to " + asked.workflowId());
    }
    nudge();
    return answer;
  }

  Receipt advance(Grant.Release progress) {
    begin();
    if (!memory.book.holds(progress.token())) {
      return Receipt.already("grant " + progress.token() + " is not in force");
    }
    take(progress);
    return Receipt.done("noted");
  }

  Receipt release(Grant.Release release) {
    begin();
    if (!memory.book.holds(release.token())) {
      return Receipt.already("grant " + release.token() + " is not in force");
    }
    take(release);
    memory.book.release(release.token());
    memory.journal.note("grant " + release.token() + " is back");
    nudge();
    return Receipt.done("released");
  }

  private void take(Grant.Release told) {
    if (told.copies() != null) {
      memory.copies = told.copies();
      nudge();
    }
    FailoverSummary summary = told.outcome();
    if (summary == null) {
      return;
    }
    memory.lastFailover = summary;
    String to = summary.toRegion();
    if (to != null) {
      // It leads on another timeline than what was seen before.
      memory.mark = null;
    }
    boolean again = to != null && to.equals(memory.leader) && summary.epoch() > memory.epoch;
    memory.epoch = Math.max(memory.epoch, summary.epoch());
    if (to != null && (again || !to.equals(memory.leader))) {
      memory.journal.note(
          to
              + (again ? " leads again (" + Back.IN_PLACE + ")" : " leads")
              + " with epoch "
              + memory.epoch);
      memory.leader = to;
      memory.copies = null;
      long now = Workflow.currentTimeMillis();
      memory.moves.moved(
          now, summary.mode() == FailoverMode.UNPLANNED && memory.book.drill() == null);
      memory.seen(Verdict.UNKNOWN, now);
      known(learned).incident().over();
      memory.alarms.moved(now);
      if (lookout.out()) {
        known(deciding).sendObservers();
      }
    }
    if (to != null && summary.copies() != null) {
      memory.copies = summary.copies();
    }
    nudge();
  }

  Receipt decideArming(boolean armed, ArmOrder order) {
    begin();
    nudge();
    return memory.arming.decide(armed, order);
  }

  Receipt decideFreeze(boolean frozen, FreezeOrder order) {
    begin();
    nudge();
    if (frozen) {
      return memory.freezing.freeze(order);
    }
    memory.journal.over(AlertKind.CHANGED_OUTSIDE, memory.group);
    return memory.freezing.unfreeze(order);
  }

  /** Asks everybody first, then takes what they say into the record. */
  Adoption adopt(AdoptOrder order) {
    begin();
    MembersSeen seen = known(learned).members().ask(memory.leader, true).get();
    Adoption adoption =
        new Adopting(memory, known(learned)).adopt(order, known(outside).facts(seen));
    if (adoption.outcome().equals("ADOPTED") && lookout.out() && !ending) {
      known(deciding).sendObservers();
    }
    nudge();
    return adoption;
  }

  IncidentAnswer report(IncidentReport report) {
    begin();
    nudge();
    return memory.reports.take(report, memory.leader, Workflow.currentTimeMillis());
  }

  /** Looks at the members first, unless the next run of the entity would have to wait for that. */
  Explanation explainNow() {
    begin();
    if (!ending) {
      MembersSeen seen =
          known(learned)
              .members()
              .ask(memory.leader, VerdictRule.answersReadOnly(lookout.votes()))
              .get();
      known(outside).judge(seen);
    }
    return explain();
  }

  Explanation explain() {
    Learned known = learned;
    if (known == null) {
      return Explaining.notYet(request.group(), memory.leader, memory.epoch);
    }
    return known
        .explaining()
        .explain(
            new Explaining.Now(
                memory.leader,
                memory.epoch,
                memory.verdict,
                lookout.out(),
                lookout.votes(),
                known.members().last(memory.leader),
                memory.verdictSinceMillis,
                Workflow.currentTimeMillis(),
                memory.copies(known.definition().group())));
  }

  /** Whether it is time to continue as new: history is bounded, and the definition grows old. */
  boolean enough() {
    if (known(learned).members().asks()) {
      return false;
    }
    boolean old =
        known(learned).definition().maintenance() != null
            && Workflow.currentTimeMillis() - Workflow.getInfo().getRunStartedTimestampMillis()
                >= LEARN_MILLIS;
    boolean restful = memory.verdict == Verdict.HEALTHY && memory.book.operating() == null;
    return updates >= UPDATES_PER_RUN
        || (restful && Workflow.getInfo().getHistoryLength() >= EVENTS_PER_RUN)
        || Workflow.getInfo().isContinueAsNewSuggested()
        || (old && !memory.verdict.callsForFailover());
  }

  void stopWatching() {
    ending = true;
    lookout.recall();
    known(learned).copies().stop();
  }

  GroupRequest carryOn() {
    return memory.carryOn(known(learned).members().last(memory.leader));
  }

  GroupStatus status() {
    Learned known = learned;
    return known == null
        ? memory.status(List.of(), lookout, null)
        : memory.status(
            known.definition().group().members(),
            lookout,
            known.gates().window(Workflow.currentTimeMillis()));
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
