package io.traceo.activities.capacity.simulation;

/** A trace or a setting can't be used; the message says which, where and why. */
public final class TraceException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** With the whole message. */
  public TraceException(String message) {
    super(message);
  }
}
