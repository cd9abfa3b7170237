package io.traceo.workflows.alert;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A page on its way out of the house. Two with the same kind, group, run and labels are the same
 * alert: the later one says how it stands now.
 *
 * @param run workflow id of who says it
 * @param summary one line for people; no secret
 * @param startsAtMillis when it was said first
 * @param resolved whether it is over
 * @param labels {@code about}, and {@code region} where one is known
 */
public record Alert(
    AlertKind kind,
    String group,
    String run,
    AlertKind.Severity severity,
    String summary,
    long startsAtMillis,
    boolean resolved,
    Map<String, String> labels) {
  public Alert {
    labels =
        labels == null
            ? Map.of()
            : Collections.unmodifiableMap(new TreeMap<String, String>(labels));
  }

  Alert over() {
    return new Alert(kind, group, run, severity, summary, startsAtMillis, true, labels);
  }

  String about() {
    return String.valueOf(labels.get("about"));
  }
}
