package io.traceo.workflows.group;

import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.GroupActivities;
import io.traceo.workflows.activity.GroupActivities.RunQuery;
import io.traceo.workflows.activity.GroupActivities.RunState;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.capacity.LeftChanges;
import io.traceo.workflows.contract.Stubs;
import io.traceo.workflows.failover.FailoverStatus;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Watches that the run which holds a grant is still open. */
final class HolderWatch {
  private static final long EVERY_MILLIS = 5_000;

  private final Map<String, RunState> states = new TreeMap<>();
  private final Journal journal;
  private final Runnable changed;
  private long lookedAtMillis;
  private boolean looking;

  HolderWatch(Journal journal, Runnable changed) {
    this.journal = journal;
    this.changed = changed;
  }

  /** Starts a look, unless one is under way or was made just now. */
  void look(Grant holder) {
    long now = Workflow.currentTimeMillis();
    if (looking || now - lookedAtMillis < EVERY_MILLIS) {
      return;
    }
    looking = true;
    lookedAtMillis = now;
    Async.function(
            () ->
                Stubs.step(
                        GroupActivities.class,
                        Duration.ofSeconds(20),
                        "is " + holder.workflowId() + " still open?")
                    .describeRun(new RunQuery(holder.workflowId(), holder.runId())))
        .handle(
            (state, failure) -> {
              looking = false;
              if (failure != null) {
                journal.note(holder.workflowId() + ": " + Journal.messageOf(failure));
              } else if (!state.open()) {
                states.put(holder.token(), state);
                changed.run();
              }
              return state;
            });
  }

  /** What the holder left behind when it is gone; null while it is open. */
  @Nullable Orphan orphan(Grant holder) {
    RunState state = states.get(holder.token());
    return state == null
        ? null
        : new Orphan(String.valueOf(state.closeStatus()), state.failover(), state.rollout());
  }

  /**
   * @param left status of a failover that is to be finished or taken back, null for other kinds
   * @param rollout what a rollout of capacity changed and is to be taken back, null for other kinds
   */
  record Orphan(String closeStatus, @Nullable FailoverStatus left, @Nullable LeftChanges rollout) {}
}
