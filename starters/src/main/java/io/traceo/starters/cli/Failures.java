package io.traceo.starters.cli;

/** What a failure says to a person: the innermost message, in one line. */
final class Failures {
  private static final int LONGEST = 300;

  private Failures() {}

  static String inWords(Throwable failure) {
    Throwable at = failure;
    while (at.getCause() != null && at.getCause() != at) {
      at = at.getCause();
    }
    String message = at.getMessage() == null ? at.getClass().getSimpleName() : at.getMessage();
    String line = message.replaceAll("\\s+", " ").strip();
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
  }
}
