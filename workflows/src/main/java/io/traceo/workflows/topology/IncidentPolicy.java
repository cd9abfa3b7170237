package io.traceo.workflows.topology;

/** What a reported incident leads to. It never promotes anybody without probes. */
public enum IncidentPolicy {
  /** Where the watch is off the observers go out and look; the verdict decides. */
  VERIFY,
  /** Recorded and shown, nothing else. */
  OBSERVE
}
