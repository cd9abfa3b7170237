package io.traceo.starters.api;

import io.traceo.workflows.group.IncidentAnswer;
import io.traceo.workflows.group.IncidentReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Alerts that one Update carries; whoever sent one of them waits for the same answer. */
final class IncidentBatch {
  private static final int MOST_KEYS = 500;
  private static final int LONGEST_SUMMARY = 500;
  private static final int MOST_LABELS = 20;
  private static final int LONGEST_LABEL = 200;

  private final IncidentItem first;
  private final Set<String> keys = new LinkedHashSet<>();
  private final String updateId = UUID.randomUUID().toString();
  private final CompletableFuture<IncidentAnswer> answer = new CompletableFuture<>();
  private long alerts;
  private long startsAtMillis;

  IncidentBatch(IncidentItem first) {
    this.first = first;
    this.startsAtMillis = first.startsAtMillis();
    add(first);
  }

  void add(IncidentItem item) {
    keys.add(item.key());
    alerts++;
    startsAtMillis = Math.min(startsAtMillis, item.startsAtMillis());
  }

  /** Whether the item may be said in the same report. */
  boolean takes(IncidentItem item) {
    return first.sameReportAs(item) && (keys.size() < MOST_KEYS || keys.contains(item.key()));
  }

  /** Whether the item has to come after this batch: they say different things about one alert. */
  boolean contradicts(IncidentItem item) {
    return first.firing() != item.firing() && keys.contains(item.key());
  }

  String updateId() {
    return updateId;
  }

  CompletableFuture<IncidentAnswer> answer() {
    return answer;
  }

  long alerts() {
    return alerts;
  }

  IncidentReport report() {
    return new IncidentReport(
        first.source(),
        first.by(),
        summary(),
        first.firing(),
        startsAtMillis,
        alerts,
        List.copyOf(keys),
        first.region(),
        labels());
  }

  private String summary() {
    String more = alerts > 1 ? " (and " + (alerts - 1) + " more)" : "";
    return cut(first.summary(), LONGEST_SUMMARY) + more;
  }

  private Map<String, String> labels() {
    Map<String, String> bounded = new LinkedHashMap<>();
    for (String name : new ArrayList<>(first.labels().keySet()).stream().sorted().toList()) {
      if (bounded.size() == MOST_LABELS) {
        break;
      }
      bounded.put(
          cut(name, LONGEST_LABEL), cut(first.labels().getOrDefault(name, ""), LONGEST_LABEL));
    }
    return bounded;
  }

  private static String cut(String text, int longest) {
    return text.length() > longest ? text.substring(0, longest) + "..." : text;
  }
}
