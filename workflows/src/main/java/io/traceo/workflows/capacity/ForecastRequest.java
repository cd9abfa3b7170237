package io.traceo.workflows.capacity;

/**
 * What to forecast.
 *
 * @param headroom share that is kept free above the peak: 0.3 sizes for 1.3 times the peak. Not
 *     negative
 */
public record ForecastRequest(DemandHistory history, double headroom) {}
