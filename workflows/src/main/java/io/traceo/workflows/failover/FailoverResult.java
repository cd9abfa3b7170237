package io.traceo.workflows.failover;

import io.traceo.workflows.group.FailoverSummary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a failover ended.
 *
 * @param outcome {@code DONE}, {@code PLANNED} (dry run), {@code REFUSED}, {@code ABORTED}, {@code
 *     SUPERSEDED} or {@code FAILED}
 * @param reason why it isn't DONE
 */
public record FailoverResult(
    String outcome,
    @Nullable String reason,
    @Nullable FailoverPlan plan,
    @Nullable FailoverSummary summary,
    List<String> events) {
  public FailoverResult {
    events = List.copyOf(events);
  }
}
