package io.traceo.workflows.group;

import org.jspecify.annotations.Nullable;

/**
 * Freezes a group, or lifts that.
 *
 * @param by who
 * @param reason why; required
 * @param untilMillis when it ends by itself; null only when it is lifted
 */
public record FreezeOrder(String by, String reason, @Nullable Long untilMillis) {}
