package io.traceo.activities.alert;

import io.traceo.workflows.alert.Alert;

/** Somebody who is told. Safe to repeat: what was taken twice is the same alert. */
interface Channel {
  /** What failures and heartbeats call it: its field and its address, no secret. */
  String name();

  /**
   * Tells it.
   *
   * @throws RefusedException when it was not taken
   */
  void send(Alert alert) throws RefusedException;
}
