package io.traceo.workflows.drill;

import io.traceo.workflows.activity.FaultActivities.EnvironmentQuery;
import io.traceo.workflows.activity.FaultActivities.EnvironmentReport;
import io.traceo.workflows.activity.FaultActivities.FaultKind;
import io.traceo.workflows.activity.FaultActivities.FaultReceipt;
import io.traceo.workflows.activity.FaultActivities.FaultRequest;
import io.traceo.workflows.activity.FaultActivities.LiftRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The one fault of a drill, and the environment that it happens in. */
final class DrillFault {
  private final String id;
  private @Nullable FaultReceipt receipt;
  private @Nullable EnvironmentReport environment;
  private boolean asked;
  private boolean lifted;
  private boolean lasts;

  DrillFault(String id) {
    this.id = id;
  }

  void describe(String group, String summary) {
    environment = DrillActivities.fault(summary).describe(new EnvironmentQuery(group));
  }

  void inject(FaultKind kind, String region, Duration deadMan) {
    // Recorded before it happens, so that it is lifted even if the answer never came.
    asked = true;
    lasts = kind == FaultKind.DESTROY;
    receipt =
        DrillActivities.fault(kind + " " + region)
            .inject(new FaultRequest(id, region, kind, deadMan));
  }

  /** Lifts it and says how; null when there is nothing to lift, or nothing that can be. */
  @Nullable String lift() {
    if (!asked || lifted || lasts) {
      return null;
    }
    String how = DrillActivities.fault("lift the fault").lift(new LiftRequest(id)).detail();
    lifted = true;
    return how;
  }

  /** Whether it may have happened. */
  boolean asked() {
    return asked;
  }

  /** When it happened, by the injector's clocks; null before, and when the answer never came. */
  @Nullable FaultReceipt receipt() {
    return receipt;
  }

  @Nullable EnvironmentReport environment() {
    return environment;
  }
}
