package io.traceo.workflows.capacity;

/**
 * Something that a region's workload can't grow beyond.
 *
 * @param what in words, for example {@code quota}
 * @param replicas in all
 * @param detail what limits and by how much
 * @param raise what to do about it
 */
public record RoomLimit(String what, int replicas, String detail, String raise) {}
