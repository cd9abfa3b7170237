package io.traceo.workflows.copies;

import io.traceo.workflows.activity.GroupActivities.Definition;

/**
 * Starts a run that lets writes go on with fewer copies. The group's entity alone does.
 *
 * @param token of the grant that the group gave with the start
 * @param leader that lives and waits for confirmations
 * @param epoch highest that the group knows
 * @param recorded the synchronous set in force
 */
public record CopiesRequest(
    String group,
    String token,
    String leader,
    long epoch,
    Definition definition,
    CopySet recorded) {}
