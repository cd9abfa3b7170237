package io.traceo.starters.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What Alertmanager sends, version 4. Fields that are not needed here are let be: it is not ours.
 *
 * @param truncated how many alerts it left out
 */
record AlertWebhook(List<Alert> alerts, long truncated) {

  static AlertWebhook of(JsonNode body) {
    List<Alert> alerts = new ArrayList<>();
    for (JsonNode alert : body.path("alerts")) {
      alerts.add(
          new Alert(
              alert.path("status").asText().equals("firing"),
              strings(alert.path("labels")),
              strings(alert.path("annotations")),
              alert.path("startsAt").asText(""),
              alert.path("fingerprint").asText("")));
    }
    return new AlertWebhook(List.copyOf(alerts), body.path("truncatedAlerts").asLong());
  }

  private static Map<String, String> strings(JsonNode object) {
    Map<String, String> all = new LinkedHashMap<>();
    object.properties().forEach(field -> all.put(field.getKey(), field.getValue().asText()));
    return all;
  }

  /** One alert. Its {@code endsAt} says nothing that its status does not. */
  record Alert(
      boolean firing,
      Map<String, String> labels,
      Map<String, String> annotations,
      String startsAt,
      String fingerprint) {

    /** Exactly this value: what only looks like it is none. */
    boolean incident() {
      return "true".equals(labels.get("traceo_incident"));
    }

    /** A label's value; null when there is none, which an empty one is to Alertmanager. */
    @Nullable String label(String name) {
      String value = labels.get(name);
      return value == null || value.isBlank() ? null : value;
    }

    String key() {
      return fingerprint.isBlank() ? new TreeMap<>(labels).toString() : fingerprint;
    }

    String summary() {
      return Optional.ofNullable(annotations.get("summary"))
          .or(() -> Optional.ofNullable(label("alertname")))
          .orElse("an alert");
    }

    String inWords() {
      String name = label("alertname");
      return "alert " + (name == null ? "" : name + " ") + key();
    }

    long startsAtMillis(long otherwise) {
      try {
        return OffsetDateTime.parse(startsAt).toInstant().toEpochMilli();
      } catch (DateTimeException e) {
        return otherwise;
      }
    }
  }
}
