package io.traceo.activities;

/** Who hears how far a long step is. An activity's heartbeat, or nobody. */
@FunctionalInterface
public interface Progress {
  /** Nobody listens. */
  Progress NONE = detail -> {};

  /**
   * Tells it. May be called as often as one likes, and from any thread.
   *
   * @param detail what a heartbeat carries: text, or a record
   * @throws RuntimeException when the step has been cancelled: end it, clean up, let it through
   */
  void tell(Object detail);
}
