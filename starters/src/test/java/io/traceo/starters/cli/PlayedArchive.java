package io.traceo.starters.cli;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import io.traceo.workflows.restore.ArchiveState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The archive's type and query, as a starter of any language sees them. */
@WorkflowInterface
public interface PlayedArchive {
  @WorkflowMethod(name = "Archive")
  void run(Map<String, Object> request);

  @QueryMethod(name = "status")
  @Nullable ArchiveState status();
}
