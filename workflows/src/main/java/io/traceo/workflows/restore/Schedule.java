package io.traceo.workflows.restore;

/**
 * When a runbook's operation is to run by itself.
 *
 * @param cron five fields: minute, hour, day of month, month, day of week
 * @param timeZone for example {@code Europe/Berlin}
 */
public record Schedule(String cron, String timeZone) {}
