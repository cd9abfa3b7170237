package io.traceo.workflows.copies;

import io.traceo.workflows.approval.AwaitedApproval;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run about fewer copies shows.
 *
 * @param copies the synchronous set in force when it began, or since it changed that
 * @param awaiting what it waits for, null when it waits for nobody
 */
public record CopiesStatus(
    String group,
    String leader,
    long epoch,
    CopySet copies,
    @Nullable AwaitedApproval awaiting,
    List<String> events) {
  public CopiesStatus {
    events = events == null ? List.of() : List.copyOf(events);
  }
}
