package io.traceo.workflows.group;

/**
 * Takes the live state into a group's record.
 *
 * @param by who
 * @param reason why; required
 * @param dryRun only say what it would come to
 */
public record AdoptOrder(String by, String reason, boolean dryRun) {}
