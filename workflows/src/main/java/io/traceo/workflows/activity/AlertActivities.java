package io.traceo.workflows.activity;

import io.temporal.activity.ActivityInterface;
import io.traceo.workflows.alert.Alert;

/** Tells people by the channels that the place's configuration names. */
@ActivityInterface(namePrefix = "Alert")
public interface AlertActivities {

  /**
   * Sends an alert, or that it is over, by every channel that has not taken it in an earlier
   * attempt. Safe to repeat. {@code NotReady} names each channel that did not take it; {@code
   * InvalidRequest} when what is left refuses it for what it says.
   */
  Receipt send(Alert alert);
}
