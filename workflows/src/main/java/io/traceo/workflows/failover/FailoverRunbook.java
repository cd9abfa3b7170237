package io.traceo.workflows.failover;

import io.traceo.workflows.budget.Budget;

/**
 * Budgets of a failover's steps: {@code runbooks/failover.yaml}. Seal, choose and arm are part of
 * promote's budget; fence has a budget only in a planned switch.
 *
 * @param drain planned: writes under way finish
 * @param catchUp planned: replication catches up
 * @param fence planned: the old leader stops cleanly
 * @param promote seal, choose, arm and promote
 * @param route names point to the target everywhere
 * @param verify what was acknowledged is there
 * @param resume writes are served
 * @param decidedToResumed all of it; expiry pages
 * @param fromFault from the fault to resumed; expiry pages
 * @param maxReadReplicaLagMs planned: read replicas must be less behind than this
 */
public record FailoverRunbook(
    Budget drain,
    Budget catchUp,
    Budget fence,
    Budget promote,
    Budget route,
    Budget verify,
    Budget resume,
    Budget decidedToResumed,
    Budget fromFault,
    long maxReadReplicaLagMs) {}
