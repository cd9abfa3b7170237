package io.traceo.workflows.budget;

import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.contract.SearchAttributeKeys;
import io.traceo.workflows.failover.StepRecord;
import io.traceo.workflows.failover.StepTable;
import java.util.List;

/** What an operator reads in the Web UI of a run that has a group, a plan and steps. */
public final class OperationPage {
  private final String what;
  private final String group;
  private boolean attributes;

  public OperationPage(String what, String group) {
    this.what = what;
    this.group = group;
  }

  /** From now on with search attributes, where the namespace has them. */
  public void describe(Definition definition) {
    describe(definition.searchAttributes());
  }

  /** The same, where no group's definition is at hand. */
  public void describe(boolean searchAttributes) {
    attributes = searchAttributes;
    if (attributes) {
      Workflow.upsertTypedSearchAttributes(SearchAttributeKeys.GROUP.valueSet(group));
    }
  }

  /**
   * As it is now.
   *
   * @param plan one line each
   */
  public void show(String phase, List<String> plan, List<StepRecord> steps) {
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
