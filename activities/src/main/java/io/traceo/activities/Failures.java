package io.traceo.activities;

import io.temporal.failure.ApplicationFailure;
import io.traceo.workflows.contract.FailureTypes;

/** Turns what went wrong into one of the stable {@link FailureTypes}. */
public final class Failures {
  private Failures() {}

  /** A failure of this type; final ones are not retried by the server. */
  public static ApplicationFailure of(String type, String message) {
    return of(type, message, null);
  }

  /** As {@link #of(String, String)}, keeping the cause. */
  public static ApplicationFailure of(
      String type, String message, @org.jspecify.annotations.Nullable Throwable cause) {
    ApplicationFailure.Builder builder =
        ApplicationFailure.newBuilder()
            .setType(type)
            .setMessage(message)
            .setNonRetryable(FailureTypes.FINAL.contains(type));
    if (cause != null) {
      builder.setCause(cause);
    }
    return builder.build();
  }
}
