package io.traceo.workflows.topology;

import java.time.Duration;

/**
 * What the users of a group are promised while nothing is wrong.
 *
 * @param users how many there are
 * @param latencySla 95th percentile of a request
 * @param writeP50 median of an acknowledged write
 */
public record ServicePromise(long users, Duration latencySla, Duration writeP50) {}
