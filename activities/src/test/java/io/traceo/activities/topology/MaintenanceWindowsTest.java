package io.traceo.activities.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.workflows.group.MaintenanceWindow;
import io.traceo.workflows.topology.Flapping;
import io.traceo.workflows.topology.IncidentPolicy;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.WatchMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings of a group in the file, and the next times of its maintenance. */
class MaintenanceWindowsTest {
  private static final String AT = "    cooldown: 5m";
  @TempDir Path folder;

  private ReplicationGroup group(String lines) {
    Configuration.Checked checked =
        Runbooks.shippedIn(folder).edit("topology.yaml", AT, AT + lines).check();
    assertThat(checked.configuration()).as("%s", checked.findings()).isNotNull();
    return checked.configuration().topology().groups().get(0);
  }

  private static MaintenanceWindow window(String from, String until) {
    return new MaintenanceWindow(
        Instant.parse(from).toEpochMilli(), Instant.parse(until).toEpochMilli(), "patching");
  }

  @Test
  void whatIsNotSaidHasDefaults() {
    ReplicationGroup group = group("");
    assertThat(group.watch()).isEqualTo(WatchMode.ON);
    assertThat(group.incidents()).isEqualTo(IncidentPolicy.VERIFY);
    assertThat(group.flapping()).isEqualTo(new Flapping(3, Duration.ofHours(1)));
    assertThat(group.maintenance()).isEmpty();
    assertThat(MaintenanceWindows.of(group, Instant.EPOCH)).isEmpty();
  }

  @Test
  void whatIsSaidHolds() {
    ReplicationGroup group =
        group("\n    watch: off\n    incidents: OBSERVE\n    flapping: {moves: 4, within: 30m}");
    assertThat(group.watch()).isEqualTo(WatchMode.OFF);
    assertThat(group.incidents()).isEqualTo(IncidentPolicy.OBSERVE);
    assertThat(group.flapping()).isEqualTo(new Flapping(4, Duration.ofMinutes(30)));
  }

  @Test
  void aGroupThatNobodyWatchesIsWarnedOf() {
    List<Finding> findings =
        Runbooks.shippedIn(folder).edit("topology.yaml", AT, AT + "\n    watch: off").findings();
    assertThat(findings)
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.severity()).isEqualTo(Finding.Severity.WARN);
              assertThat(f.reason()).contains("an outage that nobody reports is not noticed");
            });
  }

  /** The clocks of Berlin went back on 2026-10-25: 2 o'clock is at another hour of UTC. */
  @Test
  void theNextDaysAndTheOneThatGoesOnInTheirOwnZone() {
    ReplicationGroup group =
        group(
            "\n    maintenance:\n      - {cron: 0 2 * * 0, timeZone: Europe/Berlin, length: 2h,"
                + " why: patching}");
    assertThat(MaintenanceWindows.of(group, Instant.parse("2026-10-18T01:30:00Z")))
        .containsExactly(
            window("2026-10-18T00:00:00Z", "2026-10-18T02:00:00Z"),
            window("2026-10-25T00:00:00Z", "2026-10-25T02:00:00Z"));
    assertThat(MaintenanceWindows.of(group, Instant.parse("2026-10-25T12:00:00Z")))
        .containsExactly(window("2026-11-01T01:00:00Z", "2026-11-01T03:00:00Z"));
  }
}
