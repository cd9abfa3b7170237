package io.traceo.workflows.topology;

import java.time.Duration;

/**
 * A time that comes again and again, in which a group reports but does not act by itself.
 *
 * @param cron when it begins
 * @param timeZone of the cron expression
 * @param length how long it takes
 * @param why for people
 */
public record Maintenance(String cron, String timeZone, Duration length, String why) {}
