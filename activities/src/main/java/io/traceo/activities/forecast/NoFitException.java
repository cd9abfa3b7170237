package io.traceo.activities.forecast;

/** A method has no answer for a series: its estimation found no parameters. */
final class NoFitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoFitException(String message) {
    super(message);
  }
}
