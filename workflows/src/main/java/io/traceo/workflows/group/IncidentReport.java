package io.traceo.workflows.group;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Somebody outside says that a group takes no writes. It promotes nobody: the observers look first.
 * One incident is open per group; every further report joins it. Safe to send again.
 *
 * @param source who says it: {@code alertmanager}, or {@code api} for a person
 * @param by user or token name, proven by the API; null when nobody proved it
 * @param summary for the record
 * @param firing false: whoever said it takes it back
 * @param startsAtMillis since when, by the source's clock
 * @param alerts how many alerts this report stands for
 * @param keys what tells the alerts apart, bounded: the incident closes when all were taken back
 * @param region that was named; null where the alert follows the leader
 * @param labels bounded, for the record
 */
public record IncidentReport(
    String source,
    @Nullable String by,
    String summary,
    boolean firing,
    long startsAtMillis,
    long alerts,
    List<String> keys,
    @Nullable String region,
    Map<String, String> labels) {
  public IncidentReport {
    keys = keys == null ? List.of() : List.copyOf(keys);
    labels = labels == null ? Map.of() : labels;
  }
}
