package io.traceo.workflows.group;

import io.traceo.workflows.copies.CopySet;
import io.traceo.workflows.failover.FailoverMode;
import io.traceo.workflows.failover.StepRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a group remembers of a failover.
 *
 * @param stage {@code PROMOTED} once the target leads, {@code RESUMED} once writes go on, {@code
 *     PROTECTED} when copies are whole again, {@code REFUSED}, {@code ABORTED}, {@code SUPERSEDED}
 *     or {@code FAILED}
 * @param detectedAtMillis when the quorum was complete, by the observers' clocks
 * @param decidedAtMillis when the group decided, by Temporal's clock
 * @param resumedAtMillis when the resume step ended, by Temporal's clock
 * @param copies the synchronous set in force on the new leader; null when nobody was promoted
 */
public record FailoverSummary(
    String workflowId,
    FailoverMode mode,
    String fromRegion,
    @Nullable String toRegion,
    long epoch,
    String stage,
    @Nullable String reason,
    @Nullable Long detectedAtMillis,
    @Nullable Long decidedAtMillis,
    @Nullable Long resumedAtMillis,
    List<StepRecord> steps,
    @Nullable CopySet copies) {
  public FailoverSummary {
    steps = steps == null ? List.of() : List.copyOf(steps);
  }

  /** Without a set. */
  public FailoverSummary(
      String workflowId,
      FailoverMode mode,
      String fromRegion,
      @Nullable String toRegion,
      long epoch,
      String stage,
      @Nullable String reason,
      @Nullable Long detectedAtMillis,
      @Nullable Long decidedAtMillis,
      @Nullable Long resumedAtMillis,
      List<StepRecord> steps) {
    this(
        workflowId,
        mode,
        fromRegion,
        toRegion,
        epoch,
        stage,
        reason,
        detectedAtMillis,
        decidedAtMillis,
        resumedAtMillis,
        steps,
        null);
  }
}
