package io.traceo.activities.alert;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.traceo.workflows.alert.Alert;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A cluster of Alertmanagers by their API v2. They tell each other, but who is cut off does not
 * hear: every one is told, and one is enough.
 */
final class Alertmanagers implements Channel {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final List<Receiver> members;
  private final Clock clock;

  Alertmanagers(List<Receiver> members, Clock clock) {
    this.members = List.copyOf(members);
    this.clock = clock;
  }

  @Override
  public String name() {
    return String.join(", ", members.stream().map(Receiver::name).toList());
  }

  @Override
  public void send(Alert alert) throws RefusedException {
    String json = json(alert);
    List<String> refusals = new ArrayList<>();
    boolean forGood = true;
    for (Receiver member : members) {
      try {
        member.post(
            member.url().newBuilder().addPathSegments("api/v2/alerts").build(),
            json,
            Words.key(alert));
      } catch (RefusedException e) {
        refusals.add(String.valueOf(e.getMessage()));
        forGood &= e.forGood();
      }
    }
    if (refusals.size() == members.size()) {
      throw new RefusedException(String.join("; ", refusals), forGood);
    }
  }

  private String json(Alert alert) {
    Instant starts = Instant.ofEpochMilli(alert.startsAtMillis());
    Instant now = clock.instant();
    // Temporal's clock may be ahead of this one, and no alert ends before it starts.
    Instant from = now.isBefore(starts) ? starts : now;
    ArrayNode alerts = MAPPER.createArrayNode();
    ObjectNode one = alerts.addObject();
    ObjectNode labels = one.putObject("labels");
    Words.labels(alert).forEach(labels::put);
    one.putObject("annotations").put("summary", alert.summary());
    one.put("startsAt", starts.toString());
    one.put("endsAt", (alert.resolved() ? from : from.plus(alert.kind().stands())).toString());
    return alerts.toString();
  }
}
