package io.traceo.workflows.drill;

import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.contract.SearchAttributeKeys;
import io.traceo.workflows.failover.StepRecord;
import io.traceo.workflows.failover.StepTable;
import io.traceo.workflows.group.FailoverSummary;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an operator reads of a drill in the Web UI. */
final class DrillPage {
  private final String group;
  private boolean attributes;

  DrillPage(String group) {
    this.group = group;
  }

  /** From now on with search attributes, where the namespace has them. */
  void describe(Definition definition) {
    attributes = definition.searchAttributes();
    if (attributes) {
      Workflow.upsertTypedSearchAttributes(
          SearchAttributeKeys.GROUP.valueSet(group),
          SearchAttributeKeys.PHASE.valueSet(DrillPhase.ADMIT.name()));
    }
  }

  /** Into the history, before anything is touched; the Web UI shows it with the run's memo. */
  void keepPlan(List<String> plan) {
    Workflow.upsertMemo(Collections.singletonMap("plan", plan));
  }

  void show(
      DrillPhase phase,
      String leader,
      @Nullable FailoverSummary failover,
      List<StepRecord> steps,
      List<String> plan) {
    if (attributes) {
      Workflow.upsertTypedSearchAttributes(SearchAttributeKeys.PHASE.valueSet(phase.name()));
    }
    StringBuilder text = new StringBuilder();
    text.append("**Drill of group `").append(group).append("`: ");
    text.append(phase).append("**\n\n");
    for (String line : plan) {
      text.append("- ").append(line).append("\n");
    }
    if (failover != null) {
      text.append("\nfailover `").append(failover.workflowId()).append("`: from `");
      text.append(leader).append("` to `").append(failover.toRegion()).append("`, ");
      text.append(failover.stage()).append("\n");
    }
    text.append("\n").append(StepTable.markdown(steps));
    Workflow.setCurrentDetails(text.toString());
  }
}
