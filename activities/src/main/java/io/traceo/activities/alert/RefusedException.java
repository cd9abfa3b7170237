package io.traceo.activities.alert;

/** A channel has not taken an alert, or does not answer. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean forGood;

  /**
   * @param forGood the same words will be refused again
   */
  RefusedException(String message, boolean forGood) {
    super(message);
    this.forGood = forGood;
  }

  boolean forGood() {
    return forGood;
  }
}
