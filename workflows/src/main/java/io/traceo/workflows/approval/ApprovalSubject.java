package io.traceo.workflows.approval;

import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an approval is about. Whoever says yes says it to exactly this: another epoch, another
 * target, another position is another subject, and an old approval does not count for it.
 *
 * @param workflowId of the run that waits
 * @param runId its first run
 * @param gate which of the run's gates: {@code loss}, {@code copies}, or the name of an extra step
 * @param group replication group
 * @param epoch of the run; 0 where it has none
 * @param target region that is to lead; null where the gate is about something else
 * @param sealed positions as they were sealed; empty where nothing is sealed
 * @param loss upper estimate; null where none is at stake
 * @param reasons why a person is asked, in words
 */
public record ApprovalSubject(
    String workflowId,
    String runId,
    String gate,
    String group,
    long epoch,
    @Nullable String target,
    List<SealedMember> sealed,
    @Nullable LossEstimate loss,
    List<String> reasons) {
  public ApprovalSubject {
    sealed = sealed == null ? List.of() : List.copyOf(sealed);
    reasons = reasons == null ? List.of() : List.copyOf(reasons);
  }
}
