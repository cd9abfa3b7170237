package io.traceo.workflows.failover;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.approval.Starter;
import io.traceo.workflows.contract.StrictFields;
import io.traceo.workflows.contract.TypedStart;
import io.traceo.workflows.copies.CopySet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Starts a failover. Small enough to be typed into a form; what isn't known is refused at admit.
 *
 * @param group replication group
 * @param mode a {@link FailoverMode} as text; SWITCHOVER when nothing was typed
 * @param target region to lead; the most advanced member when nothing was typed
 * @param reason for the record
 * @param startedBy who, for the record
 * @param dryRun stop after the plan
 * @param authority set by the group or a drill, never typed
 * @param starter who, proven; set by the HTTP API, never typed
 * @param unknown whatever else was typed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FailoverRequest(
    String group,
    @Nullable String mode,
    @Nullable String target,
    @Nullable String reason,
    @Nullable String startedBy,
    boolean dryRun,
    @Nullable Authority authority,
    @Nullable Starter starter,
    @JsonAnySetter @JsonIgnore Map<String, Object> unknown)
    implements TypedStart {
  private static final List<String> KNOWN =
      List.of("group", "mode", "target", "reason", "startedBy", "dryRun");

  public FailoverRequest {
    unknown = unknown == null ? Map.of() : unknown;
  }

  /** By somebody who has not proven who he is. */
  public FailoverRequest(
      String group,
      @Nullable String mode,
      @Nullable String target,
      @Nullable String reason,
      @Nullable String startedBy,
      boolean dryRun,
      @Nullable Authority authority,
      Map<String, Object> unknown) {
    this(group, mode, target, reason, startedBy, dryRun, authority, null, unknown);
  }

  /** What is wrong with the record, in words. */
  public List<String> problems() {
    StrictFields fields = new StrictFields().required("group", group).unknown(unknown, KNOWN);
    fields.choice("mode", mode, FailoverMode.class, FailoverMode.SWITCHOVER);
    List<String> problems = new ArrayList<>(fields.problems());
    if (modeOrDefault() == FailoverMode.RESTORE && restored() == null) {
      problems.add("mode RESTORE is begun by a restore with takeOver: traceo restore GROUP");
    }
    return problems;
  }

  /** The restored server that is to lead; null in every other mode. */
  public @Nullable Restored restored() {
    FailoverStatus left = continues();
    FailoverPlan plan = left == null ? null : left.plan();
    if (plan != null && plan.restoring() != null) {
      return plan.restoring().server();
    }
    return authority == null ? null : authority.restored();
  }

  /** What an orphaned run left behind, with a plan to go on with; else null. */
  public @Nullable FailoverStatus continues() {
    FailoverStatus left = authority == null ? null : authority.continues();
    return left == null || left.plan() == null ? null : left;
  }

  /** The mode, typed or not. */
  public FailoverMode modeOrDefault() {
    return new StrictFields().choice("mode", mode, FailoverMode.class, FailoverMode.SWITCHOVER);
  }

  /**
   * By what right a run that nobody typed acts.
   *
   * @param token grant that the group gave with the start; null when the run asks for its own
   * @param lentBy drill's grant under which the run asks for its own
   * @param fromRegion the leader that the group recorded
   * @param epoch highest epoch that the group knows
   * @param definition what the group knows of itself, so that no look-up delays the first step
   * @param continues what an orphaned run left behind, null in a new run
   * @param detectedAtMillis when the observers' quorum was complete
   * @param decidedAtMillis when the group decided
   * @param restored in mode RESTORE only
   * @param copies the synchronous set that the group has recorded; null when it is the declared one
   * @param leaderReadOnly an observer's last view is that the leader answers in recovery: worth a
   *     look beside the others
   */
  public record Authority(
      @Nullable String token,
      @Nullable String lentBy,
      @Nullable String fromRegion,
      long epoch,
      @Nullable Definition definition,
      @Nullable FailoverStatus continues,
      @Nullable Long detectedAtMillis,
      @Nullable Long decidedAtMillis,
      @Nullable Restored restored,
      @Nullable CopySet copies,
      boolean leaderReadOnly) {

    /** With the synchronous set that the topology declares, of a leader that does not answer. */
    public Authority(
        @Nullable String token,
        @Nullable String lentBy,
        @Nullable String fromRegion,
        long epoch,
        @Nullable Definition definition,
        @Nullable FailoverStatus continues,
        @Nullable Long detectedAtMillis,
        @Nullable Long decidedAtMillis,
        @Nullable Restored restored) {
      this(
          token,
          lentBy,
          fromRegion,
          epoch,
          definition,
          continues,
          detectedAtMillis,
          decidedAtMillis,
          restored,
          null,
          false);
    }

    /** Without a restored server. */
    public Authority(
        @Nullable String token,
        @Nullable String lentBy,
        @Nullable String fromRegion,
        long epoch,
        @Nullable Definition definition,
        @Nullable FailoverStatus continues,
        @Nullable Long detectedAtMillis,
        @Nullable Long decidedAtMillis) {
      this(
          token,
          lentBy,
          fromRegion,
          epoch,
          definition,
          continues,
          detectedAtMillis,
          decidedAtMillis,
          null);
    }
  }

  /**
   * A restored server that stands verified in its own folder.
   *
   * @param leader that the group recorded when the restore was planned; another one by now is a
   *     reason to refuse
   * @param restoreId names its folder
   * @param region that it stands in
   * @param lost members that a person declared gone
   * @param position replayed up to, and no further
   * @param timeline of that position
   */
  public record Restored(
      String leader,
      String restoreId,
      String region,
      List<String> lost,
      long position,
      int timeline) {
    public Restored {
      lost = lost == null ? List.of() : List.copyOf(lost);
    }
  }
}
