package io.traceo.starters.cli;

/** What a command's exit says. */
final class ExitCodes {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int ENVIRONMENT = 3;
  static final int REFUSED = 4;

  private ExitCodes() {}
}
