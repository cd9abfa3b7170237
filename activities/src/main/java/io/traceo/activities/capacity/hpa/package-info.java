/**
 * What the HorizontalPodAutoscaler (autoscaling/v2) of Kubernetes would decide. Pure computation:
 * no cluster, no clock.
 *
 * <p>Written after its documentation ("Horizontal Pod Autoscaling", kubernetes.io/docs/concepts/
 * workloads/autoscaling/horizontal-pod-autoscale) and after the behaviour of the controller in
 * {@code k8s.io/kubernetes/pkg/controller/podautoscaler} v1.37.2, against whose recorded decisions
 * it is tested ({@code bench/hpa-recorder}).
 *
 * <p>Modelled: resource utilization and per-pod averages, several metrics, readiness and missing
 * samples, tolerance, stabilization windows, policies with their selection, minimum and maximum.
 * Not modelled: object, external and container metrics, scaling from zero, an autoscaler without a
 * {@code behavior}. Pods of a target are alike: each requests the same.
 */
package io.traceo.activities.capacity.hpa;
