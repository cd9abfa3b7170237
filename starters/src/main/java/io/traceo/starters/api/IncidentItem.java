package io.traceo.starters.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One alert about one group, or the end of one.
 *
 * @param key what tells it from others
 */
record IncidentItem(
    String group,
    @Nullable String region,
    String source,
    String by,
    boolean firing,
    String key,
    long startsAtMillis,
    String summary,
    Map<String, String> labels) {

  boolean sameReportAs(IncidentItem other) {
    return firing == other.firing
        && source.equals(other.source)
        && by.equals(other.by)
        && java.util.Objects.equals(region, other.region);
  }
}
