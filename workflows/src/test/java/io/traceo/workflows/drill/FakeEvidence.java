package io.traceo.workflows.drill;

import io.traceo.workflows.activity.EvidenceActivities;
import io.traceo.workflows.capacity.CapacityPlanReport;
import io.traceo.workflows.capacity.CapacityRolloutReport;
import io.traceo.workflows.failover.FakeWorld;
import io.traceo.workflows.restore.RestoreReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Keeps reports for a test to read. */
public record FakeEvidence(
    FakeWorld world,
    List<DrillReport> reports,
    List<RestoreReport> restores,
    List<CapacityRolloutReport> rollouts,
    List<CapacityPlanReport> plans)
    implements EvidenceActivities {
  public FakeEvidence(FakeWorld world) {
    this(
        world,
        Collections.synchronizedList(new ArrayList<>()),
        Collections.synchronizedList(new ArrayList<>()),
        Collections.synchronizedList(new ArrayList<>()),
        Collections.synchronizedList(new ArrayList<>()));
  }

  @Override
  public Saved save(DrillReport report) {
    world.call("save");
    reports.add(report);
    return new Saved("/reports/" + report.reportId() + ".json");
  }

  @Override
  public Saved saveRestore(RestoreReport report) {
    world.call("save");
    restores.add(report);
    return new Saved("/reports/" + report.reportId() + ".json");
  }

  @Override
  public Saved saveRollout(CapacityRolloutReport report) {
    world.call("save");
    rollouts.add(report);
    return new Saved("/reports/" + report.reportId() + ".json");
  }

  @Override
  public Saved savePlan(CapacityPlanReport report) {
    world.call("save");
    plans.add(report);
    return new Saved("/reports/" + report.reportId() + ".json");
  }
}
