package io.traceo.activities.evidence;

import io.traceo.activities.Failures;
import io.traceo.workflows.activity.EvidenceActivities;
import io.traceo.workflows.capacity.CapacityPlanReport;
import io.traceo.workflows.capacity.CapacityRolloutReport;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.contract.RunReport;
import io.traceo.workflows.drill.DrillReport;
import io.traceo.workflows.restore.RestoreReport;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Keeps reports as files: JSON for machines, text for people. Safe to repeat: the same report
 * replaces itself whole. A full or forbidden folder is {@code NotReady}, so that it can be mended
 * while the run waits.
 */
public final class FileEvidence implements EvidenceActivities {
  private final ReportStore store;

  /** Keeps them in this folder. */
  public FileEvidence(Path folder) {
    this.store = new ReportStore(folder);
  }

  @Override
  public Saved save(DrillReport report) {
    return keep(report);
  }

  @Override
  public Saved saveRestore(RestoreReport report) {
    return keep(report);
  }

  @Override
  public Saved saveRollout(CapacityRolloutReport report) {
    return keep(report);
  }

  @Override
  public Saved savePlan(CapacityPlanReport report) {
    return keep(report);
  }

  private Saved keep(RunReport report) {
    try {
      return new Saved(store.save(KeptReport.of(report)).toString());
    } catch (InvalidReportIdException e) {
      throw Failures.of(FailureTypes.INVALID_REQUEST, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw Failures.of(
          FailureTypes.NOT_READY,
          "report "
              + report.reportId()
              + " can't be kept: "
              + Causes.inWords(e)
              + "; free some room, or let this user write there",
          e);
    }
  }
}
