package io.traceo.workflows.restore;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a group's log flowing into its archive, whoever leads, and pages when it falls behind. Runs
 * forever and continues as new.
 */
@WorkflowInterface
public interface ArchiveWorkflow {
  @WorkflowMethod(name = "Archive")
  void run(ArchiveStart start);

  /** How far the archive is; null before anything is known. */
  @QueryMethod(name = "status")
  @Nullable ArchiveState status();
}
