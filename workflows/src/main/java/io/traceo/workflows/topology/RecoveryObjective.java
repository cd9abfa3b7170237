package io.traceo.workflows.topology;

import java.time.Duration;

/**
 * What a group promises.
 *
 * @param recoveryTime from the fault to writes being acknowledged again (RTO)
 * @param recoveryPoint oldest acknowledged write that may be lost (RPO); zero on the HOT tier
 * @param detection from the fault to the observers' quorum
 * @param failover from the decision to resumed
 */
public record RecoveryObjective(
    Duration recoveryTime, Duration recoveryPoint, Duration detection, Duration failover) {}
