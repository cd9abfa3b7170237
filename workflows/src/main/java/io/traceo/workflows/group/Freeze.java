package io.traceo.workflows.group;

import org.jspecify.annotations.Nullable;

/**
 * The group reports but does not act by itself.
 *
 * @param by who
 * @param reason why
 * @param atMillis since when
 * @param untilMillis until when; null until somebody lifts it
 */
public record Freeze(String by, String reason, long atMillis, @Nullable Long untilMillis) {}
