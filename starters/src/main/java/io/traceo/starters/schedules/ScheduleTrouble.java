package io.traceo.starters.schedules;

import org.jspecify.annotations.Nullable;

/** Why the server did not do it, and what to do next. */
public final class ScheduleTrouble extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ScheduleTrouble(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
