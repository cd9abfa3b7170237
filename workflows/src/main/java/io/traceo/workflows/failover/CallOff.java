package io.traceo.workflows.failover;

/**
 * Asks a failover to stop before its point of no return. After it the run goes on as if nobody had
 * asked.
 *
 * @param reason for the record
 */
public record CallOff(String reason) {}
