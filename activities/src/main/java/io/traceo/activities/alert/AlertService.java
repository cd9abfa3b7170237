package io.traceo.activities.alert;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.traceo.activities.Failures;
import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfig.AlertAccess;
import io.traceo.workflows.activity.AlertActivities;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.alert.Alert;
import io.traceo.workflows.contract.FailureTypes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Sends alerts. An attempt remembers by its heartbeat who has taken it. Safe to repeat. */
public final class AlertService implements AlertActivities {
  private final Channels channels;

  /**
   * @throws IllegalArgumentException naming the field of the configuration that can't be used
   */
  public AlertService(PlaceConfig config) {
    this.channels = new Channels(config, Clock.systemUTC());
  }

  /** Whether the place's configuration names any channel. */
  public static boolean hasChannels(PlaceConfig config) {
    AlertAccess access = config.alerts();
    return access != null && !(access.alertmanagers().isEmpty() && access.webhooks().isEmpty());
  }

  @Override
  public Receipt send(Alert alert) {
    if (channels.none()) {
      return Receipt.already("no channel is configured");
    }
    ActivityExecutionContext context = Activity.getExecutionContext();
    List<String> taken =
        new ArrayList<>(
            List.of(context.getHeartbeatDetails(String[].class).orElseGet(() -> new String[0])));
    List<RefusedException> refusals = channels.send(alert, taken);
    if (refusals.isEmpty()) {
      return Receipt.done("taken by " + String.join(", ", taken));
    }
    context.heartbeat(taken.toArray(new String[0]));
    String said =
        String.join("; ", refusals.stream().map(e -> String.valueOf(e.getMessage())).toList());
    throw Failures.of(
        refusals.stream().allMatch(RefusedException::forGood)
            ? FailureTypes.INVALID_REQUEST
            : FailureTypes.NOT_READY,
        "not taken: " + said);
  }
}
