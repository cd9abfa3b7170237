package io.traceo.activities.evidence.note;

/** A note that says nothing or too much, or that isn't there. */
public final class InvalidNoteException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** With what is wrong. */
  public InvalidNoteException(String message) {
    super(message);
  }
}
