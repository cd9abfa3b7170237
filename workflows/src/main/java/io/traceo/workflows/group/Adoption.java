package io.traceo.workflows.group;

import java.util.List;

/**
 * What came of an order to adopt.
 *
 * @param outcome {@code ADOPTED}, {@code ALREADY}, {@code PLANNED} for a dry run, or {@code
 *     REFUSED}
 * @param leader that is, or would be, the recorded one
 * @param epoch that is, or would be, the recorded one
 * @param lines what happens next, or every reason against it
 */
public record Adoption(String outcome, String leader, long epoch, List<String> lines) {
  public Adoption {
    lines = lines == null ? List.of() : List.copyOf(lines);
  }

  /** Whether there is a reason against it. */
  public boolean refused() {
    return outcome.equals("REFUSED");
  }
}
