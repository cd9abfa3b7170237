package io.traceo.workflows.topology;

import java.util.List;

/**
 * Who looks at a region's evidence, and when.
 *
 * @param by for example a third party
 * @param dates days of every year, as {@code MM-DD}
 */
public record Audit(String by, List<String> dates) {
  public Audit {
    dates = dates == null ? List.of() : List.copyOf(dates);
  }
}
