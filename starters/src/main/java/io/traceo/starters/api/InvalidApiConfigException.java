package io.traceo.starters.api;

import java.util.List;

/** What stands in a file of the API can't be used; the message says what, where and why. */
public final class InvalidApiConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With everything that is wrong. */
  public InvalidApiConfigException(String file, List<String> problems) {
    super(file + ": " + String.join("; ", problems));
  }
}
