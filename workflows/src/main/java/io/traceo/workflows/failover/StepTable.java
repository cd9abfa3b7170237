package io.traceo.workflows.failover;

import java.util.List;

/** Steps as a Markdown table, for current details in the Web UI. */
public final class StepTable {
  private StepTable() {}

  /** One row a step: name, budget, time taken, outcome, detail. */
  public static String markdown(List<StepRecord> steps) {
    StringBuilder table =
        new StringBuilder("| step | budget | took | outcome | |\n|---|---|---|---|---|\n");
    for (StepRecord step : steps) {
      table.append("| ").append(step.name());
      table.append(" | ").append(step.budgetMs() == null ? "" : step.budgetMs() + " ms");
      table.append(" | ").append(step.tookMs() == null ? "" : step.tookMs() + " ms");
      table.append(" | ").append(step.outcome());
      table.append(" | ").append(step.detail() == null ? "" : step.detail());
      table.append(" |\n");
    }
    return table.toString();
  }
}
