package io.traceo.workflows.budget;

import java.time.Duration;

/**
 * The time a step may take, and what happens when it doesn't.
 *
 * @param limit how long
 * @param onExpiry what then
 */
public record Budget(Duration limit, ExpiryAction onExpiry) {}
