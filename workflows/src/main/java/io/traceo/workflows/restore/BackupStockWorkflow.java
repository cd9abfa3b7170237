package io.traceo.workflows.restore;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import io.traceo.workflows.activity.BackupActivities.Stock;

/**
 * What backups a group has, and how far its archive is, as the cold region's store says now.
 * Changes nothing; fails with the reason when the store can't be asked.
 */
@WorkflowInterface
public interface BackupStockWorkflow {
  @WorkflowMethod(name = "BackupStock")
  Stock run(StockRequest request);

  @QueryMethod(name = "status")
  RestoreStatus status();
}
