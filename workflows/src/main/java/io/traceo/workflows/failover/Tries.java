package io.traceo.workflows.failover;

import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Functions;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.Waits;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.contract.TemporalFailures;
import java.time.Duration;

/**
 * Work that has to be done in the end: what fails is paged once and tried again. Only a higher
 * epoch, somebody else's newer failover, ends it, and a cancellation.
 */
record Tries(Journal journal) {
  private static final Duration PAUSE = Duration.ofSeconds(2);

  <R> R until(String name, Functions.Func<R> work) {
    boolean paged = false;
    while (true) {
      String problem;
      try {
        return work.apply();
      } catch (NotYet e) {
        problem = String.valueOf(e.getMessage());
      } catch (TemporalFailure e) {
        if (TemporalFailures.isType(e, FailureTypes.STALE_EPOCH) || cancelled(e)) {
          throw e;
        }
        problem = Journal.messageOf(e);
      }
      if (!paged) {
        journal.page(name + ": " + problem + "; trying again");
        paged = true;
      }
      Waits.pause(PAUSE, "before the next try of " + name);
    }
  }

  static boolean cancelled(TemporalFailure e) {
    return e instanceof CanceledFailure || e.getCause() instanceof CanceledFailure;
  }

  /** Reached, but what was found is not yet what must be. Only thrown by work given to Tries. */
  static final class NotYet extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotYet(String message) {
      super(message);
    }
  }
}
