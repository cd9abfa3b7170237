package io.traceo.workflows.group;

import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.failover.TestDefinition;
import io.traceo.workflows.topology.Flapping;
import io.traceo.workflows.topology.IncidentPolicy;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.WatchMode;
import java.time.Duration;
import java.util.List;

/** The test group with other settings. */
record Settings(
    Duration cooldown,
    Flapping flapping,
    WatchMode watch,
    IncidentPolicy incidents,
    List<MaintenanceWindow> maintenance) {
  static final Settings DEFAULT =
      new Settings(
          Duration.ofMinutes(5), Flapping.DEFAULT, WatchMode.ON, IncidentPolicy.VERIFY, List.of());

  Settings watch(WatchMode mode, IncidentPolicy policy) {
    return new Settings(cooldown, flapping, mode, policy, maintenance);
  }

  Settings flapping(int moves) {
    return new Settings(
        cooldown, new Flapping(moves, Duration.ofHours(1)), watch, incidents, maintenance);
  }

  Settings maintenance(long from, long until) {
    return new Settings(
        cooldown,
        flapping,
        watch,
        incidents,
        List.of(new MaintenanceWindow(from, until, "patching")));
  }

  Definition definition() {
    return of(TestDefinition.na());
  }

  Definition of(Definition given) {
    ReplicationGroup g = given.group();
    return new Definition(
        new ReplicationGroup(
            g.id(),
            g.leader(),
            g.followers(),
            g.cold(),
            g.tier(),
            g.onLastCopy(),
            g.quorum(),
            g.dataClasses(),
            g.zone(),
            g.writeName(),
            g.readName(),
            g.ttl(),
            g.observers(),
            g.probes(),
            g.objective(),
            g.shrinkAfter(),
            cooldown,
            g.isolation(),
            g.service(),
            g.dns(),
            watch,
            incidents,
            flapping,
            List.of()),
        given.regions(),
        given.failover(),
        given.drill(),
        given.simulated(),
        given.searchAttributes(),
        given.clusters(),
        given.backups(),
        given.capacity(),
        given.alerts(),
        given.approvals(),
        maintenance);
  }
}
