package io.traceo.workflows.failover;

import org.jspecify.annotations.Nullable;

/**
 * One step as it went.
 *
 * @param name for example {@code promote}
 * @param budgetMs null where the step has none
 * @param tookMs from start to end, by Temporal's clock; null while it runs
 * @param outcome {@code DONE}, {@code ALREADY}, {@code FORCED}, {@code ABORTED}, {@code PAGED}
 *     (late but done), {@code FAILED}, {@code SUPERSEDED}, {@code RUNNING}, {@code SKIPPED} (not
 *     done here, the detail says why)
 * @param detail one line for people
 * @param startedAtMillis when it began, by Temporal's clock; null when that wasn't recorded
 */
public record StepRecord(
    String name,
    @Nullable Long budgetMs,
    @Nullable Long tookMs,
    String outcome,
    @Nullable String detail,
    @Nullable Long startedAtMillis) {

  /** The same under another name, in the record of a run that this step was a part of. */
  public StepRecord renamed(String other) {
    return new StepRecord(other, budgetMs, tookMs, outcome, detail, startedAtMillis);
  }
}
