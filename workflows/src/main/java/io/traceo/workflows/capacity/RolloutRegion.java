package io.traceo.workflows.capacity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One region of a rollout.
 *
 * @param batch its number, from 1; 0 when nothing of it changes
 * @param leads whether it led when the rollout began
 * @param size wanted
 * @param differences one line for each field that changes
 * @param drift one line for each field that somebody else manages and that changes
 * @param state how far it is
 * @param detail one line for people
 */
public record RolloutRegion(
    String region,
    int batch,
    boolean leads,
    Size size,
    List<String> differences,
    List<String> drift,
    State state,
    @Nullable String detail) {
  public RolloutRegion {
    differences = differences == null ? List.of() : List.copyOf(differences);
    drift = drift == null ? List.of() : List.copyOf(drift);
  }

  /** How far a region is. */
  public enum State {
    /** Nothing was changed. */
    PLANNED,
    /** It is as it is to be without a change. */
    ALREADY,
    /** Its autoscaler was, or may have been, changed. */
    TOUCHED,
    /** It was changed, and stayed well. */
    PROVEN,
    /** It has what it had before. */
    TAKEN_BACK,
    /** Somebody else, or a failover, has changed it since; what they made of it stays. */
    LEFT,
    /** It could not be taken back. */
    STUCK
  }
}
