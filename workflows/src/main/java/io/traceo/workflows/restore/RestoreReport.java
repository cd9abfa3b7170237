package io.traceo.workflows.restore;

import io.traceo.workflows.activity.BackupActivities.RestoreOutlook;
import io.traceo.workflows.activity.DatabaseActivities.Check;
import io.traceo.workflows.contract.RunReport;
import io.traceo.workflows.drill.DrillReport.Objective;
import io.traceo.workflows.failover.StepRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The evidence of one restore or restore test.
 *
 * @param schema version of this format
 * @param kind what ran
 * @param verdict of a test {@code GREEN} or {@code RED}; of a restore {@code DONE} or {@code
 *     FAILED}; of both {@code REFUSED} when nothing was begun and {@code PLANNED} for a dry run
 * @param reason why it is neither GREEN nor DONE
 * @param region where the server was restored
 * @param plan as it was when the run began
 * @param recoveryTimeMs from the start to a verified server, with a take-over until writes were
 *     open
 * @param recoveryPointSeconds commits of so many seconds before the leader's last one are not there
 * @param endpoint of a server that was kept, else null
 * @param checks of what was restored
 * @param simulated parts that stood in for real ones
 */
public record RestoreReport(
    int schema,
    String reportId,
    Kind kind,
    String group,
    String verdict,
    @Nullable String reason,
    String startedAt,
    @Nullable String endedAt,
    String workflowId,
    String runId,
    @Nullable String startedBy,
    @Nullable String why,
    String region,
    boolean takeOver,
    @Nullable RestoreOutlook plan,
    @Nullable Long recoveryTimeMs,
    @Nullable Double recoveryPointSeconds,
    long databaseBytes,
    long logBytes,
    @Nullable String endpoint,
    List<Objective> objectives,
    List<StepRecord> steps,
    List<Check> checks,
    List<String> simulated,
    List<String> events)
    implements RunReport {
  /** The format written today. */
  public static final int SCHEMA = 1;

  public RestoreReport {
    objectives = objectives == null ? List.of() : List.copyOf(objectives);
    steps = steps == null ? List.of() : List.copyOf(steps);
    checks = checks == null ? List.of() : List.copyOf(checks);
    simulated = simulated == null ? List.of() : List.copyOf(simulated);
    events = events == null ? List.of() : List.copyOf(events);
  }

  /** What ran. */
  public enum Kind {
    RESTORE,
    RESTORE_TEST
  }
}
