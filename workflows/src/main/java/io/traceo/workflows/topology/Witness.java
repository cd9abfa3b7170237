package io.traceo.workflows.topology;

/**
 * A place that holds no data: it watches leaders, or is the control of an isolated group.
 *
 * @param id as observers and task queues name it
 * @param name what people call it
 * @param jurisdiction country or union whose law applies
 */
public record Witness(String id, String name, String jurisdiction) {}
