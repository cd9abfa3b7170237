package io.traceo.workflows.drill;

import io.traceo.workflows.activity.FaultActivities.FaultKind;
import io.traceo.workflows.steps.ExtraStep;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a drill does and demands: {@code runbooks/drill.yaml}.
 *
 * @param fault injected into the leader's region
 * @param deadMan the fault undoes itself after this time
 * @param baseline how long the ledger must run well before the fault
 * @param minimumAcknowledgedPerSecond load that makes the measurement count
 * @param patience how long the drill waits for the failover before it gives up and lifts the fault
 * @param maximumLagBytes a follower that is further behind the leader keeps the drill from
 *     starting; 1 MiB when nothing was said
 * @param abortFactor an objective missed by this factor aborts the drill; 1.5 when nothing was said
 * @param schedule when groups are drilled by themselves; null when only people start drills
 * @param before steps of the user's own before anything is touched
 * @param after steps of the user's own once the order is restored, also when the drill failed
 */
public record DrillRunbook(
    FaultKind fault,
    Duration deadMan,
    Duration baseline,
    int minimumAcknowledgedPerSecond,
    Duration patience,
    long maximumLagBytes,
    double abortFactor,
    @Nullable DrillSchedule schedule,
    List<ExtraStep> before,
    List<ExtraStep> after) {
  private static final long LAG_BYTES = 1024 * 1024;
  private static final double FACTOR = 1.5;

  public DrillRunbook {
    maximumLagBytes = maximumLagBytes == 0 ? LAG_BYTES : maximumLagBytes;
    abortFactor = abortFactor == 0 ? FACTOR : abortFactor;
    before = before == null ? List.of() : List.copyOf(before);
    after = after == null ? List.of() : List.copyOf(after);
  }

  /** Without steps of the user's own. */
  public DrillRunbook(
      FaultKind fault,
      Duration deadMan,
      Duration baseline,
      int minimumAcknowledgedPerSecond,
      Duration patience,
      long maximumLagBytes,
      double abortFactor,
      @Nullable DrillSchedule schedule) {
    this(
        fault,
        deadMan,
        baseline,
        minimumAcknowledgedPerSecond,
        patience,
        maximumLagBytes,
        abortFactor,
        schedule,
        List.of(),
        List.of());
  }
}
