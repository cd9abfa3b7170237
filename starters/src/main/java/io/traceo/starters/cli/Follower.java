package io.traceo.starters.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import io.traceo.workflows.contract.TaskQueues;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Follows a run to its result, telling what is new. */
final class Follower {
  private static final long POLL_MILLIS = 400;
  private static final Duration UNSERVED = Duration.ofSeconds(15);

  private final WorkflowStub run;
  private final String id;
  private final RunWatcher watcher;
  private final OnStop onStop;
  private final long startedNanos = System.nanoTime();
  private @Nullable CompletableFuture<JsonNode> asking;
  private boolean answered;
  private boolean warned;
  private @Nullable Long stoppedNanos;

  Follower(String id, WorkflowStub run, RunWatcher watcher, OnStop onStop) {
    this.id = id;
    this.run = run;
    this.watcher = watcher;
    this.onStop = onStop;
  }

  /**
   * What Ctrl-C does.
   *
   * @param cancel whether the run is asked to end, else it goes on unwatched
   * @param patience how long the end of a cancelled run is waited for
   * @param words what is said
   * @param see where people find out what became of a run that is left alone
   */
  record OnStop(boolean cancel, Duration patience, String words, String see) {}

  /**
   * The result; empty when the run was cancelled: a cancelled run returns nothing, whatever it did
   * on its way out.
   *
   * @throws CliException when the run failed, or was left alone
   */
  Optional<JsonNode> result() {
    CompletableFuture<JsonNode> result = run.getResultAsync(JsonNode.class);
    try (Interrupts interrupts = Interrupts.watch()) {
      while (true) {
        try {
          JsonNode done = result.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
          lastLook();
          return Optional.of(done);
        } catch (TimeoutException e) {
          look();
          stop(interrupts);
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof WorkflowFailedException failed
          && failed.getCause() instanceof CanceledFailure) {
        lastLook();
        return Optional.empty();
      }
      throw new CliException(
          ExitCodes.FAILED,
          id + " ended without a result: " + Failures.inWords(e) + "; look at it in the Web UI");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCodes.FAILED, id + " is no longer watched; it goes on");
    }
  }

  /** Asks without waiting: a killed worker answers no query for seconds, Ctrl-C must be heard. */
  private void look() {
    CompletableFuture<JsonNode> asked = asking;
    if (asked == null) {
      asking = CompletableFuture.supplyAsync(() -> run.query("status", JsonNode.class));
    } else if (asked.isDone()) {
      asking = null;
      show(asked);
    }
    boolean unserved = System.nanoTime() - startedNanos > UNSERVED.toNanos();
    if (unserved && !answered && !warned) {
      warned = true;
      watcher.say(
          "no worker has taken "
              + id
              + " yet; is one running that serves task queue "
              + TaskQueues.CONTROL
              + "?");
    }
  }

  private void lastLook() {
    try {
      watcher.show(run.query("status", JsonNode.class));
    } catch (RuntimeException e) {
      // The result is there; what the status would have added is in it too.
    }
  }

  private void show(CompletableFuture<JsonNode> asked) {
    if (!asked.isCompletedExceptionally()) {
      answered = true;
      watcher.show(asked.join());
    }
  }

  private void stop(Interrupts interrupts) {
    Long stopped = stoppedNanos;
    if (stopped == null && interrupts.asked()) {
      stoppedNanos = System.nanoTime();
      watcher.say(onStop.words());
      if (!onStop.cancel()) {
        throw new CliException(ExitCodes.FAILED, id + " goes on; see " + onStop.see());
      }
      cancel();
    } else if (stopped != null && System.nanoTime() - stopped > onStop.patience().toNanos()) {
      throw new CliException(
          ExitCodes.FAILED,
          id
              + " did not end within "
              + onStop.patience().toSeconds()
              + " s and is left alone; what became of it: see "
              + onStop.see());
    }
  }

  private void cancel() {
    try {
      run.cancel();
    } catch (RuntimeException e) {
      watcher.say("it could not be asked to stop: " + Failures.inWords(e));
    }
  }
}
