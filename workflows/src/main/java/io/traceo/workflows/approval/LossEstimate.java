package io.traceo.workflows.approval;

import org.jspecify.annotations.Nullable;

/**
 * What may be lost with the old leader, as far as can be known without it. An upper estimate, never
 * a promise: {@code bytes} is the log that was seen on the leader and is not on the member that is
 * to lead, and what it may have written since at the highest rate that was seen.
 *
 * @param bytes of log at most; null when the leader's position was never seen
 * @param ageMs how old the last known position was when the estimate was made; null likewise
 * @param text the same in words, {@code unknown} included
 */
public record LossEstimate(@Nullable Long bytes, @Nullable Long ageMs, String text) {}
