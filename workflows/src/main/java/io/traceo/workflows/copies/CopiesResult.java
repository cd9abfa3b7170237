package io.traceo.workflows.copies;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run about fewer copies ended.
 *
 * @param outcome {@code DONE}, {@code ABORTED} or {@code FAILED}
 * @param reason why it did not end well
 * @param copies the synchronous set since; null when nothing was changed
 * @param events what happened, in words
 */
public record CopiesResult(
    String outcome, @Nullable String reason, @Nullable CopySet copies, List<String> events) {
  public CopiesResult {
    events = events == null ? List.of() : List.copyOf(events);
  }
}
