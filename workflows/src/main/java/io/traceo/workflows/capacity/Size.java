package io.traceo.workflows.capacity;

import java.util.ArrayList;
import java.util.List;

/**
 * How large a region's workload may be, in replicas.
 *
 * @param minimum the autoscaler's floor
 * @param maximum what it never goes above
 */
public record Size(int minimum, int maximum) {

  /** What is wrong with it for this region, in words. */
  public List<String> problems(String region) {
    String field = "sizes." + region;
    List<String> problems = new ArrayList<>();
    if (minimum < 1) {
      problems.add(field + ".minimum is " + minimum + "; it must be 1 or more");
    }
    if (minimum > maximum) {
      problems.add(
          field
              + ".minimum is "
              + minimum
              + ", above its maximum of "
              + maximum
              + "; lower one or raise the other");
    }
    return problems;
  }

  @Override
  public String toString() {
    return minimum + " to " + maximum;
  }
}
