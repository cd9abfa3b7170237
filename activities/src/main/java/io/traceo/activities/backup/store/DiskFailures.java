package io.traceo.activities.backup.store;

import io.traceo.activities.Failures;
import io.traceo.workflows.contract.FailureTypes;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Locale;

/** Turns what a disk says into a failure type, with what to do. */
final class DiskFailures {
  private DiskFailures() {}

  static RuntimeException of(String what, IOException cause) {
    String said = String.valueOf(cause.getMessage());
    String lower = said.toLowerCase(Locale.ROOT);
    if (lower.contains("no space") || lower.contains("quota exceeded")) {
      return Failures.of(FailureTypes.NOT_READY, what + ": no space; free some", cause);
    }
    if (cause instanceof AccessDeniedException || lower.contains("permission denied")) {
      return Failures.of(
          FailureTypes.FORBIDDEN,
          what + ": no permission; give the worker's user the right to write there",
          cause);
    }
    return Failures.of(FailureTypes.UNREACHABLE, what + ": " + said, cause);
  }
}
