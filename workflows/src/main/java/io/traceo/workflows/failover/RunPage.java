package io.traceo.workflows.failover;

import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.contract.SearchAttributeKeys;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an operator reads of a failover in the Web UI: current details and search attributes. */
final class RunPage {
  // Each change is written to the visibility store too: not on every short step to the promotion.
  private static final List<FailoverPhase> SEARCHED =
      List.of(
          FailoverPhase.DRAIN,
          FailoverPhase.SEAL,
          FailoverPhase.APPROVAL,
          FailoverPhase.ROUTE,
          FailoverPhase.PROTECT,
          FailoverPhase.DONE);

  private final FailoverRequest request;
  private boolean attributes;

  RunPage(FailoverRequest request) {
    this.request = request;
  }

  void describe(Definition definition, FailoverPlan plan) {
    attributes = definition.searchAttributes();
    if (attributes) {
      Workflow.upsertTypedSearchAttributes(
          SearchAttributeKeys.GROUP.valueSet(plan.group()),
          SearchAttributeKeys.PHASE.valueSet(FailoverPhase.ADMIT.name()));
    }
  }

  void show(
      FailoverPhase phase,
      @Nullable FailoverPlan plan,
      @Nullable String toRegion,
      List<StepRecord> steps) {
    if (attributes && SEARCHED.contains(phase)) {
      Workflow.upsertTypedSearchAttributes(SearchAttributeKeys.PHASE.valueSet(phase.name()));
    }
    StringBuilder text = new StringBuilder();
    text.append("**").append(request.modeOrDefault()).append(" of group `");
    text.append(request.group()).append("`: ").append(phase).append("**\n\n");
    if (plan != null) {
      text.append("from `").append(plan.fromRegion()).append("` to `");
      text.append(toRegion == null ? "(not chosen)" : toRegion);
      text.append("`, epoch ").append(plan.epoch()).append("\n\n");
    }
    if (request.reason() != null) {
      text.append("reason: ").append(request.reason()).append("\n\n");
    }
    text.append(StepTable.markdown(steps));
    Workflow.setCurrentDetails(text.toString());
  }
}
