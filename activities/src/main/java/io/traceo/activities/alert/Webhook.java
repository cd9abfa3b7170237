package io.traceo.activities.alert;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.traceo.workflows.alert.Alert;
import java.time.Instant;

/** Anything that takes JSON: {@code {version, status, alertname, summary, startsAt, labels}}. */
record Webhook(Receiver receiver) implements Channel {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Override
  public String name() {
    return receiver.name();
  }

  @Override
  public void send(Alert alert) throws RefusedException {
    ObjectNode body = MAPPER.createObjectNode();
    body.put("version", "1");
    body.put("status", alert.resolved() ? "resolved" : "firing");
    body.put("alertname", Words.name(alert.kind()));
    body.put("summary", alert.summary());
    body.put("startsAt", Instant.ofEpochMilli(alert.startsAtMillis()).toString());
    ObjectNode labels = body.putObject("labels");
    Words.labels(alert).forEach(labels::put);
    receiver.post(receiver.url(), body.toString(), Words.key(alert));
  }
}
