package io.traceo.workflows.restore;

import org.jspecify.annotations.Nullable;

/**
 * How far the archive of a group's log is.
 *
 * @param leader region that the log came from last
 * @param timeline of the position
 * @param position every byte of the log before it is in the store
 * @param atMillis the leader's clock when it was at that position
 * @param storedAtMillis when the store last took something, by the archiving place's clock
 * @param problem why it does not go on, null when it does
 */
public record ArchiveState(
    String leader,
    int timeline,
    long position,
    long atMillis,
    long storedAtMillis,
    @Nullable String problem) {}
