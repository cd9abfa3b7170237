package io.traceo.workflows.budget;

import com.uber.m3.tally.Scope;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.alert.AlertKind;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.contract.TemporalFailures;
import io.traceo.workflows.failover.StepRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs the steps of a run against their budgets and keeps the record that status and report show.
 * Workflow code: every wait is a Temporal timer.
 */
public final class StepRunner {
  private final List<StepRecord> records = new ArrayList<>();
  private final Journal journal;

  public StepRunner(Journal journal) {
    this.journal = journal;
  }

  /** The steps so far, the running one last. */
  public List<StepRecord> records() {
    return List.copyOf(records);
  }

  /**
   * Runs a step.
   *
   * @return what the work returned; null when the budget ran out and its action is FORCE
   * @throws ApplicationFailure {@code BudgetExpired} when it ran out and its action is ABORT; the
   *     work is cancelled then and may have happened
   */
  public <R> @Nullable R run(String name, Budget budget, Functions.Func<R> work) {
    return run(name, budget, unused -> work.apply());
  }

  /**
   * The same for work that itself ends something when the budget has run out and its action is
   * PAGE. One timer decides for both.
   *
   * @param work given what is completed then
   */
  public <R> @Nullable R run(String name, Budget budget, Functions.Func1<Promise<Void>, R> work) {
    long started = Workflow.currentTimeMillis();
    int index = open(name, budget.limit(), started);
    CompletablePromise<Void> late = Workflow.newPromise();
    CompletablePromise<Promise<R>> running = Workflow.newPromise();
    CancellationScope scope =
        Workflow.newCancellationScope(() -> running.complete(Async.function(work, late)));
    scope.run();
    Promise<R> done = running.get();
    CancellationScope clock = Workflow.newCancellationScope(() -> awaitEither(name, budget, done));
    clock.run();
    String outcome = "DONE";
    if (!done.isCompleted()) {
      journal.note(name + ": budget of " + budget.limit().toMillis() + " ms ran out");
      switch (budget.onExpiry()) {
        case FORCE -> {
          scope.cancel("budget of " + name + " ran out");
          close(index, name, budget, started, "FORCED", "not met in time; the run went on");
          return null;
        }
        case ABORT -> {
          scope.cancel("budget of " + name + " ran out");
          close(index, name, budget, started, "ABORTED", "not met in time");
          throw ApplicationFailure.newNonRetryableFailure(
              name + " was not done within " + budget.limit().toMillis() + " ms",
              FailureTypes.BUDGET_EXPIRED);
        }
        case PAGE -> {
          journal.page(
              AlertKind.BUDGET_EXPIRED,
              name,
              name + " is late: " + budget.limit().toMillis() + " ms are over");
          outcome = "PAGED";
          late.complete(null);
        }
      }
    }
    try {
      R result = done.get();
      close(index, name, budget, started, outcome, describe(result));
      journal.over(AlertKind.BUDGET_EXPIRED, name);
      return result;
    } catch (TemporalFailure e) {
      boolean asks = TemporalFailures.isType(e, FailureTypes.NEEDS_APPROVAL);
      close(index, name, budget, started, asks ? "SKIPPED" : "FAILED", Journal.messageOf(e));
      throw e;
    }
  }

  /** Notes a step that has no budget or runs beside the others, at the moment it ends. */
  public void note(String name, @Nullable Long tookMs, String outcome, @Nullable String detail) {
    Long started = tookMs == null ? null : Long.valueOf(Workflow.currentTimeMillis() - tookMs);
    records.add(new StepRecord(name, null, tookMs, outcome, detail, started));
  }

  private static <R> void awaitEither(String name, Budget budget, Promise<R> done) {
    Promise<Void> timer =
        Waits.timer(budget.limit(), "budget of " + name + ", then " + budget.onExpiry());
    Workflow.await(() -> done.isCompleted() || timer.isCompleted());
    CancellationScope.current().cancel();
  }

  private int open(String name, Duration limit, long started) {
    records.add(new StepRecord(name, limit.toMillis(), null, "RUNNING", null, started));
    return records.size() - 1;
  }

  private void close(
      int index,
      String name,
      Budget budget,
      long started,
      String outcome,
      @Nullable String detail) {
    long took = Workflow.currentTimeMillis() - started;
    long limit = budget.limit().toMillis();
    records.set(index, new StepRecord(name, limit, took, outcome, detail, started));
    measure(name, outcome, took, limit);
  }

  /** Nothing is measured again when a history is replayed. */
  private static void measure(String name, String outcome, long tookMs, long limitMs) {
    Scope scope = Workflow.getMetricsScope();
    Map<String, String> tags = new TreeMap<>();
    tags.put("step", name);
    scope
        .tagged(tags)
        .gauge("traceo_step_budget_used_ratio")
        .update((double) tookMs / (double) limitMs);
    tags.put("outcome", outcome);
    scope
        .tagged(tags)
        .timer("traceo_step")
        .record(com.uber.m3.util.Duration.ofMillis((double) tookMs));
  }

  private static <R> @Nullable String describe(@Nullable R result) {
    return result instanceof Receipt receipt ? receipt.detail() : null;
  }
}
