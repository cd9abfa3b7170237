package io.traceo.activities.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.activities.place.PlaceConfig.AlertChannel;
import io.traceo.workflows.alert.Alert;
import io.traceo.workflows.alert.AlertKind;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** A page, sent to a real Alertmanager by the code that sends them. */
public final class OwnPage {
  private OwnPage() {}

  /** One that begins now. */
  public static Alert of(AlertKind kind, String group, String summary, long startsAtMillis) {
    return make(kind, group, summary, startsAtMillis, false);
  }

  /** That it is over. */
  public static Alert over(AlertKind kind, String group, String summary, long startsAtMillis) {
    return make(kind, group, summary, startsAtMillis, true);
  }

  private static Alert make(
      AlertKind kind, String group, String summary, long startsAtMillis, boolean resolved) {
    return new Alert(
        kind,
        group,
        "run-of-a-test",
        kind.severity(),
        summary,
        startsAtMillis,
        resolved,
        Map.of("about", "1"));
  }

  /** Sends it; whoever does not take it fails the test. */
  public static void send(String url, Alert alert) {
    Receiver receiver = new Receiver("alertmanagers[0]", new AlertChannel(url, null, null));
    Alertmanagers channel = new Alertmanagers(List.of(receiver), Clock.systemUTC());
    try {
      channel.send(alert);
    } catch (RefusedException e) {
      assertThat(e).isNull();
    }
  }
}
