package io.traceo.workflows.drill;

import io.traceo.workflows.activity.FaultActivities.FaultKind;
import java.time.Duration;

/**
 * What a drill does and demands: {@code runbooks/drill.yaml}.
 *
 * @param fault injected into the leader's region
 * @param deadMan the fault undoes itself after this time
 * @param baseline how long the ledger must run well before the fault
 * @param minimumAcknowledgedPerSecond load that makes the measurement count
 * @param patience how long the drill waits for the failover before it gives up and lifts the fault
 */
public record DrillRunbook(
    FaultKind fault,
    Duration deadMan,
    Duration baseline,
    int minimumAcknowledgedPerSecond,
    Duration patience) {}
