package io.traceo.starters.api;

/**
 * The id of a run as it stands in an address: its workflow id with {@code ~} for every slash. A
 * workflow whose id has a {@code ~} of its own is none of Traceo's, and can't be named here.
 */
final class RunId {
  private RunId() {}

  static String of(String workflowId) {
    return workflowId.replace('/', '~');
  }

  static String workflowId(String runId) {
    return runId.replace('~', '/');
  }
}
