package io.traceo.workflows.group;

import org.jspecify.annotations.Nullable;

/**
 * By what a group knows its leader again: a change of these that no run of its own made was made by
 * somebody else.
 *
 * @param leader region
 * @param timeline that it leads on
 * @param systemIdentifier identity of its database
 */
public record LeaderMark(String leader, int timeline, @Nullable String systemIdentifier) {}
