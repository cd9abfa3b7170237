package io.traceo.workflows.alert;

import java.util.List;

/**
 * What an entity that continues as new carries of its pages.
 *
 * @param open alerts that were not said to be over
 * @param unsent alerts, or their ends, that nobody has taken yet
 * @param number how many were numbered
 */
public record PagerState(List<Alert> open, List<Alert> unsent, long number) {
  public PagerState {
    open = open == null ? List.of() : List.copyOf(open);
    unsent = unsent == null ? List.of() : List.copyOf(unsent);
  }
}
