package io.traceo.workflows.group;

import io.traceo.workflows.copies.CopySet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The right to operate on a group.
 *
 * @param token names this grant; every later call about it carries it
 * @param operationId who asked: the workflow id and run of the holder, the same answer again
 * @param workflowId of the holder
 * @param runId of the holder
 * @param kind what it does
 * @param expects what it lends itself to
 */
public record Grant(
    String token,
    String operationId,
    String workflowId,
    String runId,
    Kind kind,
    List<Expectation> expects) {
  public Grant {
    expects = expects == null ? List.of() : List.copyOf(expects);
  }

  /** Kinds of operation. */
  public enum Kind {
    DRILL,
    FAILOVER,
    SWITCHOVER,
    /** A restored server takes over. */
    RESTORE,
    /** Autoscalers are changed, region by region. */
    CAPACITY,
    /** Writes go on with fewer copies than declared. */
    COPIES
  }

  /**
   * A run that a drill's grant lends itself to.
   *
   * @param kind of run
   * @param fromRegion leader it moves away from
   */
  public record Expectation(Kind kind, String fromRegion) {}

  /**
   * Asks for a grant.
   *
   * @param lentBy token of a drill's grant under which this run happens, else null
   */
  public record Request(
      String group,
      String operationId,
      String workflowId,
      String runId,
      Kind kind,
      String fromRegion,
      List<Expectation> expects,
      @Nullable String lentBy) {
    public Request {
      expects = expects == null ? List.of() : List.copyOf(expects);
    }
  }

  /**
   * @param granted or busy
   * @param token null when busy
   * @param holder workflow id of who holds it when busy
   * @param reason why not, in words
   */
  public record Answer(
      boolean granted, @Nullable String token, @Nullable String holder, @Nullable String reason) {}

  /**
   * Gives a grant back.
   *
   * @param outcome what came of it, null for a drill
   * @param copies the synchronous set that the record is to say from now on; null when it stays
   */
  public record Release(
      String group, String token, @Nullable FailoverSummary outcome, @Nullable CopySet copies) {
    /** Where the set stays as it is, or the outcome says it. */
    public Release(String group, String token, @Nullable FailoverSummary outcome) {
      this(group, token, outcome, null);
    }
  }
}
