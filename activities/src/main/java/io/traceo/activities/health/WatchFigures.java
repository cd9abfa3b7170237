package io.traceo.activities.health;

import org.jspecify.annotations.Nullable;

/**
 * What an observer measures of a leader now.
 *
 * @param leader region that is watched
 * @param networkMs last round trip of a heartbeat, null before the first
 * @param freshnessMs age of the newest heartbeat row at a standby, null when unknown
 */
public record WatchFigures(
    String group, String leader, @Nullable Long networkMs, @Nullable Long freshnessMs) {}
