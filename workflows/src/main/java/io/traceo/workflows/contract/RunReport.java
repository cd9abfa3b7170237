package io.traceo.workflows.contract;

import io.traceo.workflows.failover.StepRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the evidence of every run has, whatever ran. A report of an older program may lack parts
 * that are said to be there.
 */
public interface RunReport {
  /** Its name. */
  String reportId();

  /** Replication group; several with commas where the run was about several. */
  String group();

  /** How it ended; each kind of report says what there is. */
  String verdict();

  /** Why it did not end well. */
  @Nullable String reason();

  /** An ISO instant. */
  String startedAt();

  /** An ISO instant. */
  @Nullable String endedAt();

  String workflowId();

  String runId();

  /** Who began it, as the starter said. */
  @Nullable String startedBy();

  /** As the starter said. */
  @Nullable String why();

  List<StepRecord> steps();

  /** Parts that stood in for real ones. */
  List<String> simulated();

  /** What happened, one line each. */
  List<String> events();
}
