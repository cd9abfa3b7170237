package io.traceo.workflows.restore;

import io.traceo.workflows.activity.BackupActivities.SqlCheck;
import java.time.Duration;
import java.util.List;

/**
 * What a restore test demands: {@code runbooks/restore-test.yaml}.
 *
 * @param recoveryTime a longer one is RED
 * @param recoveryPoint more seconds of lost commits are RED
 * @param maximumAge of the newest backup; an older one is RED
 * @param checks of the operator
 */
public record RestoreTestRunbook(
    Schedule schedule,
    Duration recoveryTime,
    Duration recoveryPoint,
    Duration maximumAge,
    List<SqlCheck> checks) {
  public RestoreTestRunbook {
    checks = checks == null ? List.of() : List.copyOf(checks);
  }
}
