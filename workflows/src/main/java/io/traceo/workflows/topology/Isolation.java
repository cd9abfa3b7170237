package io.traceo.workflows.topology;

/**
 * A group of which nothing leaves its jurisdiction: runs, observers and evidence stay there.
 *
 * @param namespace Temporal namespace of its own
 * @param control place whose workers run the group's workflows and keep its reports; one of the
 *     witnesses
 */
public record Isolation(String namespace, String control) {}
