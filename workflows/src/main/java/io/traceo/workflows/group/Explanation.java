package io.traceo.workflows.group;

import io.traceo.workflows.copies.CopySet;
import io.traceo.workflows.failover.FailoverPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Would the group fail over now, and if not, why not.
 *
 * @param leader recorded
 * @param wouldFailOver whether it would start a failover by itself in this moment
 * @param text one sentence
 * @param gates everything that holds it, the first one first; empty when it would
 * @param target region that would lead; null when none could
 * @param targetWhy why that one, or why none
 * @param regions every member, and why it would lead or loses
 * @param lookedAtMillis when the members were last asked; null when never
 * @param copies the synchronous set in force; null when it is not known
 */
public record Explanation(
    String group,
    String leader,
    long epoch,
    Verdict verdict,
    boolean wouldFailOver,
    String text,
    List<Gate> gates,
    @Nullable String target,
    @Nullable String targetWhy,
    List<FailoverPlan.Candidate> regions,
    @Nullable Long lookedAtMillis,
    @Nullable CopySet copies) {
  public Explanation {
    gates = gates == null ? List.of() : List.copyOf(gates);
    regions = regions == null ? List.of() : List.copyOf(regions);
  }

  /** Without a set. */
  public Explanation(
      String group,
      String leader,
      long epoch,
      Verdict verdict,
      boolean wouldFailOver,
      String text,
      List<Gate> gates,
      @Nullable String target,
      @Nullable String targetWhy,
      List<FailoverPlan.Candidate> regions,
      @Nullable Long lookedAtMillis) {
    this(
        group,
        leader,
        epoch,
        verdict,
        wouldFailOver,
        text,
        gates,
        target,
        targetWhy,
        regions,
        lookedAtMillis,
        null);
  }

  /**
   * One thing that holds a failover.
   *
   * @param name {@code HEALTHY}, {@code QUORUM_LOST}, {@code PARTLY_UNREACHABLE}, {@code NO_QUORUM}
   *     of observers, {@code NOT_WATCHED}, {@code OBSERVE_ONLY}, {@code CHANGED_OUTSIDE}, {@code
   *     FROZEN}, {@code MAINTENANCE}, {@code COOLDOWN}, {@code FLAPPING}, {@code GRANT}, {@code
   *     APPROVAL}, {@code NO_CANDIDATE}
   * @param why in words
   * @param sinceMillis since when; null when that is not known
   * @param lifts who or what can lift it, as something to do
   */
  public record Gate(String name, String why, @Nullable Long sinceMillis, String lifts) {}
}
