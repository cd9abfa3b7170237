package io.traceo.activities.evidence.words;

import io.traceo.workflows.capacity.RolloutRegion;

/** What became of a region in a rollout of capacity, the same in every form of a report. */
public final class RolloutWords {
  private RolloutWords() {}

  /** In words, with the detail that the run noted. */
  public static String state(RolloutRegion region) {
    String state =
        switch (region.state()) {
          case PLANNED -> "not touched";
          case ALREADY -> "as it is to be already";
          case TOUCHED -> "changed";
          case PROVEN -> "changed, and stayed well";
          case TAKEN_BACK -> "taken back";
          case LEFT -> "left as somebody else made it";
          case STUCK -> "NOT taken back";
        };
    String detail = region.detail();
    return detail == null ? state : state + ": " + detail;
  }
}
