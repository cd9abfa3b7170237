package io.traceo.activities.topology;

import com.cronutils.model.time.ExecutionTime;
import io.traceo.workflows.group.MaintenanceWindow;
import io.traceo.workflows.topology.Maintenance;
import io.traceo.workflows.topology.ReplicationGroup;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The next times of a group's maintenance, in order, so that its entity needs no calendar. */
public final class MaintenanceWindows {
  /** A group's entity asks again every day. */
  private static final Duration AHEAD = Duration.ofDays(8);

  private static final int MOST = 200;

  private MaintenanceWindows() {}

  /** Those of the next days, and one that goes on. */
  public static List<MaintenanceWindow> of(ReplicationGroup group, Instant now) {
    List<MaintenanceWindow> windows = new ArrayList<>();
    for (Maintenance maintenance : group.maintenance()) {
      ExecutionTime times = CronTimes.of(maintenance.cron());
      ZonedDateTime from =
          now.minus(maintenance.length()).atZone(ZoneId.of(maintenance.timeZone()));
      Optional<ZonedDateTime> next = times.nextExecution(from);
      for (int i = 0; i < MOST && next.isPresent(); i++) {
        Instant begins = next.get().toInstant();
        if (begins.isAfter(now.plus(AHEAD))) {
          break;
        }
        windows.add(
            new MaintenanceWindow(
                begins.toEpochMilli(),
                begins.plus(maintenance.length()).toEpochMilli(),
                maintenance.why()));
        next = times.nextExecution(next.get());
      }
    }
    windows.sort(Comparator.comparingLong(MaintenanceWindow::fromMillis));
    return windows;
  }
}
