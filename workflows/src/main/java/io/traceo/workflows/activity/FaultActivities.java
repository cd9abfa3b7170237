package io.traceo.workflows.activity;

import io.temporal.activity.ActivityInterface;
import java.time.Duration;
import java.util.List;

/** Faults from outside the system under drill. Idempotent by fault id. */
@ActivityInterface(namePrefix = "Fault")
public interface FaultActivities {

  /** Injects; an undo follows by itself after the dead-man time even when nobody asks for it. */
  FaultReceipt inject(FaultRequest request);

  /** Lifts the fault; one that was lifted already is {@code ALREADY}. */
  Receipt lift(LiftRequest request);

  /** Which parts of the drilled environment stand in for real ones; memory in use now. */
  EnvironmentReport describe(EnvironmentQuery query);

  /** What is done to a region. */
  enum FaultKind {
    /** Nothing in or out answers any more, existing connections go silent. */
    BLACKHOLE,
    /** Connections are reset and refused. */
    CUT,
    /** Every process of the region is killed. */
    KILL,
    /** Every process of the region is stopped where it stands. */
    FREEZE,
    /** Every member of the region's group loses its database and its data. Can't be lifted. */
    DESTROY
  }

  record FaultRequest(String faultId, String region, FaultKind kind, Duration deadMan) {}

  /**
   * @param injectedAtMillis wall clock of the injector just before the fault
   * @param injectedAtNanos monotonic clock of the injector at the same moment
   * @param clockOffsets offset of other clocks to the injector's, measured
   */
  record FaultReceipt(
      String faultId, long injectedAtMillis, long injectedAtNanos, List<ClockOffset> clockOffsets) {
    public FaultReceipt {
      clockOffsets = List.copyOf(clockOffsets);
    }
  }

  /**
   * @param clock whose
   * @param offsetMs what to subtract from its readings
   * @param uncertaintyMs half the round trip of the measurement
   */
  record ClockOffset(String clock, double offsetMs, double uncertaintyMs) {}

  record LiftRequest(String faultId) {}

  record EnvironmentQuery(String group) {}

  /**
   * @param memoryPssMiB proportional set size of all Java processes of the environment, by name
   */
  record EnvironmentReport(
      List<String> simulated, long memoryPssMiB, List<String> versions, String temporal) {
    public EnvironmentReport {
      simulated = List.copyOf(simulated);
      versions = List.copyOf(versions);
    }
  }
}
