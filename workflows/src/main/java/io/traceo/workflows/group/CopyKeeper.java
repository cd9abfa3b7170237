package io.traceo.workflows.group;

import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.CopiesActivities;
import io.traceo.workflows.activity.CopiesActivities.CopiesChange;
import io.traceo.workflows.activity.CopiesActivities.CopiesChanged;
import io.traceo.workflows.activity.CopiesActivities.CopiesSeen;
import io.traceo.workflows.activity.CopiesActivities.CopiesWatch;
import io.traceo.workflows.alert.AlertKind;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.Waits;
import io.traceo.workflows.contract.Stubs;
import io.traceo.workflows.contract.TaskQueues;
import io.traceo.workflows.copies.CopiesRule;
import io.traceo.workflows.copies.CopySet;
import io.traceo.workflows.topology.ReplicationGroup;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the synchronous set of the leader and its record in step with who follows: whoever is
 * silent leaves, whoever is back joins.
 *
 * <p>It acts outside of any grant, since it takes part in no move of the leader. A failover in the
 * middle is safe: it counts with the record as it was when it was decided, and the record covers
 * the leader's set at each moment, before, during and after a change. What is still on its way to
 * the old leader then changes only who confirms there: it is refused where a newer epoch is known,
 * and a set that comes too late is one that the record covers. Nobody writes the record of a leader
 * that has been replaced: the run that replaced it tells the group the set that it armed.
 */
final class CopyKeeper {
  private static final Duration AGAIN = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofHours(1);
  private static final Duration CHANGE = Duration.ofMinutes(1);
  private static final Duration BEAT = Duration.ofSeconds(10);
  private static final String ABOUT = "copies";

  private final GroupMemory memory;
  private final ReplicationGroup group;
  private final Gates gates;
  private final Runnable changed;
  private @Nullable CancellationScope scope;
  private String leader = "";
  private long epoch;
  private @Nullable String trouble;

  CopyKeeper(GroupMemory memory, ReplicationGroup group, Gates gates, Runnable changed) {
    this.memory = memory;
    this.group = group;
    this.gates = gates;
    this.changed = changed;
  }

  /** Goes on, stops, or begins anew under another leader. */
  void tend(Verdict verdict) {
    if (!mayAct(verdict)) {
      stop();
    } else if (scope == null || !leader.equals(memory.leader) || epoch != memory.epoch) {
      stop();
      leader = memory.leader;
      epoch = memory.epoch;
      CancellationScope running =
          Workflow.newCancellationScope(() -> Async.procedure(this::keepOn));
      scope = running;
      running.run();
    }
  }

  void stop() {
    if (scope != null) {
      scope.cancel("somebody operates on the group, or it is not to act");
      scope = null;
    }
  }

  /** A rollout of capacity has nothing to do with the set. */
  private boolean mayAct(Verdict verdict) {
    Grant holder = memory.book.operating();
    return group.quorum() > 0
        && memory.arming.armed()
        && !verdict.callsForFailover()
        && gates.resting(memory.leader, Workflow.currentTimeMillis()) == null
        && (holder == null || holder.kind() == Grant.Kind.CAPACITY);
  }

  private void keepOn() {
    CancellationScope own = CancellationScope.current();
    while (!own.isCancelRequested()) {
      try {
        boolean done = once();
        if (!done) {
          Waits.pause(AGAIN, "before looking at the copies of " + leader + " again");
        }
      } catch (CanceledFailure e) {
        return;
      } catch (TemporalFailure e) {
        if (own.isCancelRequested()) {
          return;
        }
        String why = "copies of " + leader + ": " + Journal.messageOf(e);
        if (!why.equals(trouble)) {
          trouble = why;
          memory.journal.note(why);
        }
        Waits.pause(AGAIN, "before looking at the copies of " + leader + " again");
      }
    }
  }

  /** One change, if any; false when it has not come to an end. */
  private boolean once() {
    CopySet before = recorded();
    List<String> followers = followers();
    CopiesSeen seen =
        stub(LOOK, "who follows " + leader + "?")
            .watch(
                new CopiesWatch(
                    group.id(),
                    leader,
                    epoch,
                    before,
                    followers,
                    group.quorum(),
                    group.shrinkAfter(),
                    false));
    CopiesRule.Step step =
        CopiesRule.next(before, seen, followers, group.quorum(), Workflow.currentTimeMillis());
    if (step == null || !before.equals(recorded())) {
      return step != null;
    }
    record(step.cover());
    if (step.foreign()) {
      memory.journal.page(
          AlertKind.ATTENTION,
          ABOUT,
          "the synchronous set of "
              + leader
              + " was changed by somebody else: "
              + step.cover().text()
              + "; set it back, a failover needs an approval meanwhile");
      return true;
    }
    CopiesChanged done =
        stub(CHANGE, step.wanted().text() + " on " + leader)
            .change(
                new CopiesChange(
                    group.id(),
                    leader,
                    epoch,
                    seen.set(),
                    seen.quorum(),
                    step.wanted().members(),
                    step.wanted().quorum(),
                    step.narrows()));
    if (!step.cover().equals(recorded())) {
      return true;
    }
    if (!done.passed()) {
      memory.journal.note("not all of " + step.wanted().text() + " have what was written before");
      return false;
    }
    record(step.wanted());
    memory.journal.over(AlertKind.ATTENTION, ABOUT);
    memory.journal.note(
        "copies of " + leader + ": " + step.wanted().text() + ", " + step.wanted().why());
    return true;
  }

  private CopySet recorded() {
    return memory.copies(group);
  }

  private void record(CopySet set) {
    memory.copies = set;
    changed.run();
  }

  private List<String> followers() {
    return group.members().stream().filter(m -> !m.equals(leader)).toList();
  }

  private static CopiesActivities stub(Duration attempt, String summary) {
    return Stubs.longRunning(CopiesActivities.class, TaskQueues.CONTROL, attempt, BEAT, summary);
  }
}
