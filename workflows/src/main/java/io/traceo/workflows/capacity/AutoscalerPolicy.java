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
 * @param scaleDownPercent of the pods at most, every minute
 * @param scaleUpAfter the largest size of so long counts before pods are added
 * @param scaleUpPercent of the pods at most, every minute
 * @param scaleUpPods so many at most, every minute
 */
public record AutoscalerPolicy(
    int cpuPercent,
    int memoryPercent,
    long metricsPerPod,
    Duration scaleDownAfter,
    int scaleDownPercent,
    Duration scaleUpAfter,
    int scaleUpPercent,
    int scaleUpPods) {}
