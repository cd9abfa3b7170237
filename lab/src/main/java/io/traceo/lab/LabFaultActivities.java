package io.traceo.lab;

import io.temporal.activity.Activity;
import io.traceo.activities.Failures;
import io.traceo.lab.postgres.PostgresBinaries;
import io.traceo.workflows.activity.FaultActivities;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.contract.FailureTypes;
import java.util.ArrayList;
import java.util.List;

/** Faults of the lab as activities. Idempotent by fault id. */
final class LabFaultActivities implements FaultActivities {
  private final LabParts lab;

  LabFaultActivities(LabParts lab) {
    this.lab = lab;
  }

  @Override
  public FaultReceipt inject(FaultRequest request) {
    List<ClockOffset> offsets = clockOffsets();
    try {
      LabFaults.Injected done = order(request, request.region(), request.faultId());
      if (request.kind() == FaultKind.DESTROY) {
        for (String member : lab.groupOf(request.region()).group().members()) {
          if (!member.equals(request.region())) {
            order(request, member, request.faultId() + "-" + member);
          }
        }
      }
      return new FaultReceipt(request.faultId(), done.atMillis(), done.atNanos(), offsets);
    } catch (IllegalArgumentException e) {
      throw Failures.of(FailureTypes.INVALID_REQUEST, String.valueOf(e.getMessage()), e);
    }
  }

  private LabFaults.Injected order(FaultRequest request, String region, String id) {
    return lab.faults()
        .inject(
            new FaultOrder(id, region, request.kind().name(), null, request.deadMan().toSeconds()));
  }

  @Override
  public Receipt lift(LiftRequest request) {
    return lab.faults().lift(request.faultId())
        ? Receipt.done("fault lifted")
        : Receipt.already("no such fault in force");
  }

  @Override
  public EnvironmentReport describe(EnvironmentQuery query) {
    return new EnvironmentReport(
        lab.simulated(),
        Memory.javaPssMiB(),
        List.of(
            "PostgreSQL " + PostgresBinaries.VERSION,
            "Java " + Runtime.version(),
            lab.temporal().kind()),
        lab.temporal().kind());
  }

  /** Every other process's clock against this one's; Temporal's from this activity's own task. */
  private List<ClockOffset> clockOffsets() {
    List<ClockOffset> offsets = new ArrayList<>();
    long started = System.currentTimeMillis();
    long scheduled = Activity.getExecutionContext().getInfo().getCurrentAttemptScheduledTimestamp();
    lab.places().values().forEach(p -> ClockProbe.measure(p.process()).ifPresent(offsets::add));
    // The server stamped the task before this process saw it: between the two lies the dispatch.
    double dispatch = started - scheduled;
    offsets.add(new ClockOffset("Temporal", 0, Math.abs(dispatch)));
    return offsets;
  }
}
