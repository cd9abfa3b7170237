package io.traceo.workflows.steps;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What an extra step is told.
 *
 * @param run workflow id of the run that it belongs to
 * @param phase {@code before} or {@code after}
 * @param toRegion who leads afterwards; null before that is known
 * @param epoch of the run; 0 where it has none
 * @param dryRun always false today: a dry run names its steps and runs none
 * @param input what the runbook says
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExtraInput(
    String group,
    String run,
    String phase,
    @Nullable String fromRegion,
    @Nullable String toRegion,
    long epoch,
    boolean dryRun,
    @Nullable JsonNode input) {
  ExtraInput with(@Nullable JsonNode other) {
    return new ExtraInput(group, run, phase, fromRegion, toRegion, epoch, dryRun, other);
  }
}
