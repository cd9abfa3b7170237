package io.traceo.workflows.failover;

import java.util.List;

/**
 * What is missing from the proof that a promotion loses nothing and is the only one: people decide
 * whether somebody leads all the same.
 *
 * @param unsealed members that should have been sealed
 * @param loss whether they may hold acknowledged writes that nobody else has, and may go on
 *     acknowledging with the old leader
 * @param text why people are asked, and what they say yes to
 */
public record Shortfall(List<String> unsealed, boolean loss, String text) {
  public Shortfall {
    unsealed = unsealed == null ? List.of() : List.copyOf(unsealed);
  }

  /** What a run that promoted all the same says of it. */
  String noted(String oldLeader) {
    return loss
        ? "acknowledged writes that only "
            + String.join(", ", unsealed)
            + " or "
            + oldLeader
            + " held may be missing; whatever a member had alone is kept and measured when it is"
            + " back, see protect"
        : "none that is known: " + text;
  }
}
