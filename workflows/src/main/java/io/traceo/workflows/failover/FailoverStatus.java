package io.traceo.workflows.failover;

import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.approval.AwaitedApproval;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a running failover shows.
 *
 * @param chosen member that is to lead, null before
 * @param sealed members that were cut off the old leader
 * @param promotionAsked whether a promotion may have happened
 * @param undo what an abort would undo, newest last
 * @param awaiting what the run waits for, null when it waits for nobody
 */
public record FailoverStatus(
    FailoverPhase phase,
    String group,
    FailoverMode mode,
    @Nullable String fromRegion,
    @Nullable String toRegion,
    long epoch,
    long startedAtMillis,
    @Nullable FailoverPlan plan,
    @Nullable SealedMember chosen,
    List<SealedMember> sealed,
    boolean promotionAsked,
    List<StepRecord> steps,
    List<Undo> undo,
    List<String> events,
    @Nullable AwaitedApproval awaiting) {
  /** Key of the memo that keeps what whoever takes over must know. */
  public static final String LEFT = "traceo.left";

  public FailoverStatus {
    sealed = sealed == null ? List.of() : List.copyOf(sealed);
    steps = List.copyOf(steps);
    undo = List.copyOf(undo);
    events = List.copyOf(events);
  }

  /** What whoever takes over must know, and no more. */
  public FailoverStatus left() {
    return new FailoverStatus(
        phase,
        group,
        mode,
        fromRegion,
        toRegion,
        epoch,
        startedAtMillis,
        plan,
        chosen,
        sealed,
        promotionAsked,
        List.of(),
        undo,
        List.of(),
        null);
  }

  /**
   * One change that an abort takes back.
   *
   * @param kind {@code UNDRAIN}, {@code RESTART_LEADER}, {@code UNSEAL}, {@code SCALE_BACK} or
   *     {@code UNINSTALL}
   */
  public record Undo(String kind, String region) {}
}
