package io.traceo.workflows.failover;

import io.traceo.workflows.budget.Budget;
import io.traceo.workflows.budget.ExpiryAction;
import io.traceo.workflows.steps.ExtraStep;
import java.time.Duration;
import java.util.List;

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
 * @param approval how long people have to approve where somebody must, before they are paged again
 * @param before steps of the user's own before anything is changed
 * @param after steps of the user's own once writes go on
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
    long maxReadReplicaLagMs,
    Budget approval,
    List<ExtraStep> before,
    List<ExtraStep> after) {
  private static final Budget FIFTEEN_MINUTES =
      new Budget(Duration.ofMinutes(15), ExpiryAction.PAGE);

  public FailoverRunbook {
    approval = approval == null ? FIFTEEN_MINUTES : approval;
    before = before == null ? List.of() : List.copyOf(before);
    after = after == null ? List.of() : List.copyOf(after);
  }

  /** Without steps of the user's own; people have 15 minutes before they are paged again. */
  public FailoverRunbook(
      Budget drain,
      Budget catchUp,
      Budget fence,
      Budget promote,
      Budget route,
      Budget verify,
      Budget resume,
      Budget decidedToResumed,
      Budget fromFault,
      long maxReadReplicaLagMs) {
    this(
        drain,
        catchUp,
        fence,
        promote,
        route,
        verify,
        resume,
        decidedToResumed,
        fromFault,
        maxReadReplicaLagMs,
        FIFTEEN_MINUTES,
        List.of(),
        List.of());
  }
}
