package io.traceo.workflows.capacity;

/**
 * All regions of the namespace together.
 *
 * @param demand in metrics/s
 * @param needed replicas for every region's peak with headroom
 * @param average replicas for the average demand; not a whole number
 * @param cost per day, of the regions that are reported
 */
public record PlanTotals(GlobalForecast demand, int needed, double average, PlanCost cost) {}
