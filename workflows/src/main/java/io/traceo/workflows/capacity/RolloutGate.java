package io.traceo.workflows.capacity;

/**
 * A question to Prometheus that must be answered well before a rollout goes on.
 *
 * @param name what is asked, in words
 * @param query PromQL with one answer; {@code $region}, {@code $namespace} and {@code $deployment}
 *     stand for those of the region that was just changed
 * @param atMost the highest good answer
 */
public record RolloutGate(String name, String query, double atMost) {}
