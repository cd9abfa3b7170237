package io.traceo.starters.cli;

/** An expected error: its message says what, where and what to do next. */
public final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  /** With the code that the command ends with. */
  public CliException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** Nothing to work with: no server, no lab. */
  public static CliException environment(String message) {
    return new CliException(ExitCodes.ENVIRONMENT, message);
  }

  int exitCode() {
    return exitCode;
  }
}
