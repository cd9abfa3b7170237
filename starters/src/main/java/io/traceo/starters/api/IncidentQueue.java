package io.traceo.starters.api;

import io.traceo.starters.api.ProblemException.Kind;
import io.traceo.workflows.group.IncidentAnswer;
import io.traceo.workflows.group.IncidentReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What is to be said to one group: one Update at a time, and what arrives meanwhile goes together
 * into the next. Two about the same alert keep their order.
 */
final class IncidentQueue {
  private static final long MOST_WAITING = 20_000;

  private final Ask ask;
  private final ScheduledExecutorService workers;
  private final Duration spacing;
  private final List<IncidentBatch> waiting = new ArrayList<>();
  private boolean busy;
  private long sentAtNanos;

  /**
   * @param spacing between the starts of two Updates, so that a storm does not fill a history
   */
  IncidentQueue(Ask ask, ScheduledExecutorService workers, Duration spacing) {
    this.ask = ask;
    this.workers = workers;
    this.spacing = spacing;
    this.sentAtNanos = System.nanoTime() - spacing.toNanos();
  }

  /** Puts a report before the group; fails with a problem when the group could not be told. */
  @FunctionalInterface
  interface Ask {
    IncidentAnswer report(String updateId, IncidentReport report);
  }

  /**
   * Done once the group has taken it.
   *
   * @throws ProblemException when too many wait
   */
  synchronized CompletableFuture<IncidentAnswer> add(IncidentItem item) {
    if (waiting.stream().mapToLong(IncidentBatch::alerts).sum() >= MOST_WAITING) {
      throw ProblemException.later(
          Kind.UNAVAILABLE, "too many alerts of group " + item.group() + " wait already", 1);
    }
    IncidentBatch batch = batchFor(item);
    schedule();
    return batch.answer();
  }

  private IncidentBatch batchFor(IncidentItem item) {
    for (int i = waiting.size() - 1; i >= 0; i--) {
      IncidentBatch batch = waiting.get(i);
      if (batch.contradicts(item)) {
        break;
      }
      if (batch.takes(item)) {
        batch.add(item);
        return batch;
      }
    }
    IncidentBatch batch = new IncidentBatch(item);
    waiting.add(batch);
    return batch;
  }

  private void schedule() {
    if (busy || waiting.isEmpty()) {
      return;
    }
    long wait = Math.max(0, sentAtNanos + spacing.toNanos() - System.nanoTime());
    try {
      var unused = workers.schedule(this::send, wait, TimeUnit.NANOSECONDS);
      busy = true;
    } catch (RejectedExecutionException e) {
      List<IncidentBatch> left = List.copyOf(waiting);
      waiting.clear();
      ProblemException stopped = ProblemException.later(Kind.UNAVAILABLE, "the API stops", 5);
      left.forEach(batch -> batch.answer().completeExceptionally(stopped));
    }
  }

  private void send() {
    IncidentBatch batch;
    synchronized (this) {
      batch = waiting.remove(0);
      sentAtNanos = System.nanoTime();
    }
    List<IncidentBatch> done = new ArrayList<>(List.of(batch));
    IncidentAnswer answer = null;
    RuntimeException failure = null;
    try {
      answer = ask.report(batch.updateId(), batch.report());
    } catch (RuntimeException e) {
      failure = e;
    }
    synchronized (this) {
      busy = false;
      if (failure instanceof ProblemException) {
        // Nobody shall wait for as many times as it takes to hear the same.
        done.addAll(waiting);
        waiting.clear();
      }
      schedule();
    }
    for (IncidentBatch each : done) {
      if (failure == null) {
        each.answer().complete(answer);
      } else {
        each.answer().completeExceptionally(failure);
      }
    }
  }
}
