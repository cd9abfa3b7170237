package io.traceo.workflows.budget;

import org.jspecify.annotations.Nullable;

/**
 * The four clocks of a failover, in milliseconds after the fault as the injector timed it. Always
 * reported apart; null where it did not happen or was not measured.
 *
 * @param detectedMs a quorum of observers reported the leader dead
 * @param decidedMs the group's workflow decided to fail over
 * @param firstAcknowledgedWriteMs first acknowledged write on the new leader through the public
 *     name, by re-resolving clients
 * @param clientsConvergedMs the last re-resolving client had its first acknowledged write there
 */
public record Clocks(
    @Nullable Long detectedMs,
    @Nullable Long decidedMs,
    @Nullable Long firstAcknowledgedWriteMs,
    @Nullable Long clientsConvergedMs) {}
