package io.traceo.workflows.drill;

import io.traceo.workflows.activity.FaultActivities.ClockOffset;
import io.traceo.workflows.budget.Clocks;
import io.traceo.workflows.contract.RunReport;
import io.traceo.workflows.failover.StepRecord;
import io.traceo.workflows.ledger.LedgerAccount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The evidence of one drill.
 *
 * @param schema version of this format
 * @param reportId name of the report, the run's start time and group
 * @param verdict {@code PASSED} only when every objective held; {@code FAILED}; {@code REFUSED}
 *     when nothing was begun; {@code PLANNED} for a dry run
 * @param reason why it isn't passed
 * @param mode {@code UNPLANNED}, {@code SWITCHOVER} or {@code COLD}
 * @param fault what was injected, null for a planned switch
 * @param steps of the failover, then {@code restore.*} of the way back
 * @param simulated parts that stood in for real ones, computed from what was loaded
 * @param notes what a reader should know, for example that a server fault can't be drilled
 * @param lessonsLearned written into the report itself; what people add afterwards is kept beside
 *     it
 * @param zeroAtMillis wall clock of the moment that times count from: the fault, by the injector's
 *     clock, or the decision of a planned switch, by Temporal's; null when neither came, and in
 *     reports of older programs
 */
public record DrillReport(
    int schema,
    String reportId,
    String group,
    String verdict,
    @Nullable String reason,
    String mode,
    @Nullable String fault,
    String startedAt,
    @Nullable String endedAt,
    String workflowId,
    String runId,
    @Nullable String startedBy,
    @Nullable String why,
    String fromRegion,
    @Nullable String toRegion,
    long epochBefore,
    long epochAfter,
    List<Objective> objectives,
    Clocks clocks,
    LedgerAccount.@Nullable Clients clients,
    @Nullable LedgerAccount ledger,
    List<StepRecord> steps,
    List<ClockOffset> clockOffsets,
    List<String> simulated,
    List<String> versions,
    @Nullable Long memoryPssMiB,
    List<String> notes,
    List<String> events,
    List<String> lessonsLearned,
    @Nullable Long zeroAtMillis)
    implements RunReport {

  /** The format written today. */
  public static final int SCHEMA = 1;

  public DrillReport {
    objectives = objectives == null ? List.of() : List.copyOf(objectives);
    steps = steps == null ? List.of() : List.copyOf(steps);
    clockOffsets = clockOffsets == null ? List.of() : List.copyOf(clockOffsets);
    simulated = simulated == null ? List.of() : List.copyOf(simulated);
    versions = versions == null ? List.of() : List.copyOf(versions);
    notes = notes == null ? List.of() : List.copyOf(notes);
    events = events == null ? List.of() : List.copyOf(events);
    lessonsLearned = lessonsLearned == null ? List.of() : List.copyOf(lessonsLearned);
  }

  /**
   * One promise and what was measured.
   *
   * @param limit in words, for example {@code <= 30000 ms}
   * @param measured in words; {@code not measured} never counts as met
   */
  public record Objective(String name, String limit, String measured, boolean met) {}
}
