package io.traceo.activities.capacity.hpa;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pods that look alike at a moment.
 *
 * @param count how many
 * @param phase as their status says; a pod that is being deleted counts as {@link Phase#GONE}
 * @param ready the Ready condition
 * @param startedMs when they were started, in ms of any clock that all times share
 * @param readyChangedMs when the Ready condition last changed
 * @param samples the newest by metric; a metric without one is missing
 */
public record PodGroup(
    int count,
    Phase phase,
    boolean ready,
    long startedMs,
    long readyChangedMs,
    Map<String, Sample> samples) {

  /** Of a pod's life, what the autoscaler tells apart. */
  public enum Phase {
    /** Not scheduled, or its images are being fetched. */
    PENDING,
    /** Its containers run; ready or not. */
    RUNNING,
    /** Failed, or being deleted. */
    GONE
  }

  /**
   * One value of one pod.
   *
   * @param milli in thousandths
   * @param atMs when it was taken
   * @param windowMs the time it is an average of
   */
  public record Sample(long milli, long atMs, long windowMs) {}

  @Nullable Sample sample(String metric) {
    return samples.get(metric);
  }
}
