package io.traceo.activities.alert;

import io.traceo.workflows.alert.Alert;
import io.traceo.workflows.alert.AlertKind;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What an alert is called outside. */
final class Words {
  private Words() {}

  /** For example {@code TraceoDrillFailed}. */
  static String name(AlertKind kind) {
    StringBuilder name = new StringBuilder("Traceo");
    boolean first = true;
    for (char letter : kind.name().toCharArray()) {
      if (letter != '_') {
        name.append(first ? letter : Character.toLowerCase(letter));
      }
      first = letter == '_';
    }
    return name.toString();
  }

  /** They are its identity. None says {@code traceo_incident}: a page starts no incident. */
  static Map<String, String> labels(Alert alert) {
    Map<String, String> labels = new TreeMap<>(alert.labels());
    labels.remove("traceo_incident");
    labels.put("alertname", name(alert.kind()));
    labels.put("kind", alert.kind().name());
    labels.put("group", alert.group());
    labels.put("run", alert.run());
    labels.put("severity", alert.severity().name().toLowerCase(Locale.ROOT));
    return labels;
  }

  /** The same for every attempt to say the same. */
  static String key(Alert alert) {
    return UUID.nameUUIDFromBytes(alert.toString().getBytes(StandardCharsets.UTF_8)).toString();
  }
}
