package io.traceo.workers;

import io.traceo.activities.Failures;
import io.traceo.activities.alert.AlertService;
import io.traceo.activities.backup.BackupService;
import io.traceo.activities.backup.nativ.NativeBackups;
import io.traceo.activities.backup.pgbackrest.PgBackRestProvider;
import io.traceo.activities.capacity.plan.PlanningService;
import io.traceo.activities.cluster.kubernetes.CapacityRollouts;
import io.traceo.activities.cluster.kubernetes.KubernetesClusters;
import io.traceo.activities.database.postgres.PostgresActivities;
import io.traceo.activities.evidence.FileEvidence;
import io.traceo.activities.forecast.ForecastService;
import io.traceo.activities.group.TemporalGroupActivities;
import io.traceo.activities.health.HealthObserver;
import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfig.GroupAccess;
import io.traceo.activities.routing.rfc2136.Rfc2136Routing;
import io.traceo.activities.steps.HttpSteps;
import io.traceo.activities.topology.Configuration;
import io.traceo.activities.topology.MaintenanceWindows;
import io.traceo.activities.topology.RoundTrips;
import io.traceo.workflows.activity.BackupActivities;
import io.traceo.workflows.activity.CapacityActivities;
import io.traceo.workflows.activity.ClusterActivities;
import io.traceo.workflows.activity.DatabaseActivities;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.RoutingActivities;
import io.traceo.workflows.approval.ApprovalSettings;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.topology.ReplicationGroup;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A place's configuration turned into the activities it can do.
 *
 * @param config how the place reaches everything
 * @param configuration topology and runbooks
 */
public record Configured(
    PlaceConfig config,
    Configuration configuration,
    DatabaseActivities database,
    RoutingActivities routing,
    ClusterActivities clusters,
    HealthObserver health,
    BackupActivities backups,
    CapacityActivities capacity) {

  /** Reads topology and runbooks; fails with every finding when they are wrong. */
  public static Configured load(PlaceConfig config) {
    Configuration configuration =
        Configuration.load(Path.of(config.topology()), Path.of(config.runbooks()));
    return new Configured(
        config,
        configuration,
        new PostgresActivities(config, configuration.topology()),
        new Rfc2136Routing(config, configuration.topology()),
        new KubernetesClusters(config),
        new HealthObserver(config, RoundTrips.of(configuration.topology())),
        new BackupService(
            config,
            configuration.topology(),
            Map.of(
                NativeBackups.NAME,
                new NativeBackups(),
                PgBackRestProvider.NAME,
                new PgBackRestProvider())),
        new CapacityRollouts(config));
  }

  /** Whose place this is. */
  public String place() {
    return config.place();
  }

  /** Served on the place's own queue: detection, and what needs the place's own machine. */
  public List<Object> placeActivities() {
    return List.of(health, database, backups);
  }

  /** Served on the control queue. */
  public List<Object> controlActivities(TemporalConnection temporal) {
    boolean attributes = temporal.hasSearchAttributes();
    return List.of(
        health,
        database,
        routing,
        clusters,
        capacity,
        new TemporalGroupActivities(
            temporal.client(),
            group -> define(group, attributes),
            configuration.topology().groups().stream().map(ReplicationGroup::id).toList()),
        new FileEvidence(Path.of(config.reports())),
        new ForecastService(config),
        new AlertService(config),
        new HttpSteps(),
        new PlanningService(config, configuration, attributes));
  }

  /** Everything that a failover of a group needs to know of it. */
  public Definition define(String id, boolean searchAttributes) {
    ReplicationGroup group =
        configuration
            .topology()
            .group(id)
            .orElseThrow(
                () ->
                    Failures.of(
                        FailureTypes.INVALID_REQUEST,
                        "unknown group "
                            + id
                            + "; known groups: "
                            + configuration.topology().groups().stream()
                                .map(ReplicationGroup::id)
                                .toList()));
    return new Definition(
        group,
        configuration.topology().regions().stream()
            .filter(r -> group.members().contains(r.id()))
            .toList(),
        configuration.failover(),
        configuration.drill(),
        config.simulated(),
        searchAttributes,
        clusters(group),
        configuration.backups(),
        configuration.capacity(),
        AlertService.hasChannels(config),
        // A lab says of itself what in it is not real: only there does an unproven yes count.
        new ApprovalSettings(configuration.topology().signingKeys(), !config.simulated().isEmpty()),
        MaintenanceWindows.of(group, Instant.now()));
  }

  private List<String> clusters(ReplicationGroup group) {
    GroupAccess access = config.groups().get(group.id());
    return group.members().stream()
        .filter(m -> access != null && access.clusters().containsKey(m))
        .toList();
  }
}
