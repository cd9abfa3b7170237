package io.traceo.starters.cli;

/** What a command's exit says. */
public final class ExitCodes {
  /** Done, and every objective held. */
  public static final int OK = 0;

  /** Done, and something did not hold; or an unexpected error. */
  public static final int FAILED = 1;

  /** The command line can't be understood; nothing was started. */
  public static final int USAGE = 2;

  /** There is nothing to work with: no server, no lab, no right file. */
  public static final int ENVIRONMENT = 3;

  /** A rule or another operation stands against it; nothing was changed. */
  public static final int REFUSED = 4;

  private ExitCodes() {}
}
