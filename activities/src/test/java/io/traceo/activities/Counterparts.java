package io.traceo.activities;

import java.util.List;

/**
 * Real servers that a test would rather have. What was prepared, by name in {@code
 * TRACEO_COUNTERPARTS}, must be found: else a test would quietly prove less than it seems to.
 */
public final class Counterparts {
  private Counterparts() {}

  /** Says that one lacks, and how to get it; an error when it was prepared. */
  public static void lacks(String name) {
    String prepared = String.valueOf(System.getenv("TRACEO_COUNTERPARTS"));
    if (List.of(prepared.split(",")).contains(name)) {
      throw new IllegalStateException(name + " was prepared and is not found");
    }
    System.out.println("SKIPPED-COUNTERPART " + name + ": get it with lab/counterparts " + name);
  }
}
