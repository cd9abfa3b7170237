package io.traceo.activities.cluster.kubernetes;

/**
 * What a rollout leaves on an autoscaler, so that a call of its own that comes late is refused.
 *
 * @param rolloutId whose
 */
record HpaMark(String rolloutId) {
  String applied() {
    return rolloutId + " applied";
  }

  String takenBack() {
    return rolloutId + " taken back";
  }
}
