package io.traceo.workflows.contract;

import io.temporal.failure.ApplicationFailure;

/** Looks into chains of Temporal failures. */
public final class TemporalFailures {
  private TemporalFailures() {}

  /** Whether an application failure of this type is in the chain. */
  public static boolean isType(Throwable failure, String type) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof ApplicationFailure application && application.getType().equals(type)) {
        return true;
      }
    }
    return false;
  }
}
