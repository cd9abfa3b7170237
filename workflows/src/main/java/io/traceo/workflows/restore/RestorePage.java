package io.traceo.workflows.restore;

import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.contract.SearchAttributeKeys;
import io.traceo.workflows.failover.StepRecord;
import io.traceo.workflows.failover.StepTable;
import java.util.List;

/** What an operator reads of a backup, restore or restore test in the Web UI. */
final class RestorePage {
  private final String what;
  private final String group;
  private boolean attributes;

  RestorePage(String what, String group) {
    this.what = what;
    this.group = group;
  }

  void describe(Definition definition) {
    attributes = definition.searchAttributes();
    if (attributes) {
      Workflow.upsertTypedSearchAttributes(SearchAttributeKeys.GROUP.valueSet(group));
    }
  }

  void show(String phase, List<String> plan, List<StepRecord> steps) {
    if (attributes) {
      Workflow.upsertTypedSearchAttributes(SearchAttributeKeys.PHASE.valueSet(phase));
    }
    StringBuilder text = new StringBuilder();
    text.append("**").append(what).append(" of group `").append(group).append("`: ");
    text.append(phase).append("**\n\n");
    plan.forEach(line -> text.append("- ").append(line).append("\n"));
    Workflow.setCurrentDetails(text.append("\n").append(StepTable.markdown(steps)).toString());
  }
}
