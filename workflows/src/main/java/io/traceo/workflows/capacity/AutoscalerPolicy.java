package io.traceo.workflows.capacity;

import java.time.Duration;

/**
 * How every region's autoscaler decides: the metrics that it holds and how fast it moves. The same
 * in all regions; only the size differs. Scaling up takes whichever of the two policies adds more.
 *
 * @param cpuPercent of what a pod requests, on average
 * @param memoryPercent of what a pod requests, on average
 * @param metricsPerPod metrics ingested per second and pod, on average
 * @param scaleDownAfter the smallest size of so long counts before pods are taken away
 * @param scaleDownPercent of the pods at most, every {@link #SCALE_DOWN_PERIOD}
 * @param scaleUpAfter the largest size of so long counts before pods are added
 * @param scaleUpPercent of the pods at most, every {@link #SCALE_UP_PERIOD}
 * @param scaleUpPods so many at most, every {@link #SCALE_UP_PERIOD}
 */
public record AutoscalerPolicy(
    int cpuPercent,
    int memoryPercent,
    long metricsPerPod,
    Duration scaleDownAfter,
    int scaleDownPercent,
    Duration scaleUpAfter,
    int scaleUpPercent,
    int scaleUpPods) {
  /** As long as the autoscaler's own default: it may double every time that it looks. */
  public static final Duration SCALE_UP_PERIOD = Duration.ofSeconds(15);

  public static final Duration SCALE_DOWN_PERIOD = Duration.ofMinutes(1);
}
