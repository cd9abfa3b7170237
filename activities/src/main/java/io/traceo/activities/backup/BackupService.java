package io.traceo.activities.backup;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Failures;
import io.traceo.activities.Progress;
import io.traceo.activities.Pulse;
import io.traceo.activities.backup.nativ.NativeBackups;
import io.traceo.activities.backup.restored.Installing;
import io.traceo.activities.backup.restored.KeptFolders;
import io.traceo.activities.backup.restored.LeadingMember;
import io.traceo.activities.backup.restored.RestorePlan;
import io.traceo.activities.backup.restored.RestoredChecks;
import io.traceo.activities.backup.restored.RestoredServers;
import io.traceo.activities.database.postgres.Residency;
import io.traceo.activities.place.PlaceConfig;
import io.traceo.workflows.activity.BackupActivities;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.Verification;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.restore.ArchiveState;
import io.traceo.workflows.restore.BackupManifest;
import io.traceo.workflows.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Backups and restores as one place does them: looks at residency, then hands on to the provider
 * that the group's configuration names.
 */
public final class BackupService implements BackupActivities {
  private final PlaceConfig config;
  private final Residency residency;
  private final Map<String, BackupProvider> providers;

  /** With the provider {@code native} alone. */
  public BackupService(PlaceConfig config, Topology topology) {
    this(config, topology, Map.of(NativeBackups.NAME, new NativeBackups()));
  }

  /**
   * @param providers by the name that configuration calls them
   */
  public BackupService(
      PlaceConfig config, Topology topology, Map<String, BackupProvider> providers) {
    this.config = config;
    this.residency = new Residency(topology);
    this.providers = Map.copyOf(providers);
  }

  @Override
  public BackupOutlook outlook(BackupQuery query) {
    BackupPlace place = BackupPlace.of(config, query.group());
    LeadingMember leader = Pulse.during(progress -> LeadingMember.find(place));
    BackupOutlook found = Pulse.during(progress -> provider(place).outlook(place, leader.region()));
    List<String> refusals = new ArrayList<>(residencyRefusals(query.group(), config.place()));
    refusals.addAll(found.refusals());
    if (leader.region().isEmpty()) {
      refusals.addAll(leader.troubles());
    }
    return new BackupOutlook(
        found.place(),
        found.leader(),
        found.databaseBytes(),
        found.store(),
        found.keyId(),
        found.provider(),
        refusals,
        found.warnings());
  }

  @Override
  public BackupManifest take(TakeRequest request) {
    BackupPlace place = allowed(request.group());
    return Pulse.during(progress -> provider(place).take(place, request, progress));
  }

  @Override
  public Pruned prune(PruneRequest request) {
    BackupPlace place = BackupPlace.of(config, request.group());
    return Pulse.during(progress -> provider(place).prune(place, request, progress));
  }

  @Override
  public Stock list(BackupQuery query) {
    BackupPlace place = BackupPlace.of(config, query.group());
    return Pulse.during(progress -> provider(place).list(place));
  }

  @Override
  public ArchiveState archive(ArchiveRequest request) {
    BackupPlace place = allowed(request.group());
    // Never silent by itself: it tells how far it is every second.
    return provider(place).archive(place, request, heartbeat());
  }

  @Override
  public RestoreOutlook planRestore(RestoreQuery query) {
    BackupPlace place = BackupPlace.of(config, query.group());
    List<String> refusals = new ArrayList<>(residencyRefusals(query.group(), query.region()));
    if (!query.region().equals(config.place())) {
      refusals.add("a server in " + query.region() + " can't be restored from " + config.place());
    }
    return Pulse.during(
        progress ->
            new RestorePlan(place, provider(place), query, LeadingMember.find(place), refusals)
                .make());
  }

  @Override
  public Fetched fetch(FetchRequest request) {
    return with(request.server(), servers -> servers.fetch(request));
  }

  @Override
  public Replayed replay(ReplayRequest request) {
    return with(request.server(), servers -> servers.replay(request));
  }

  @Override
  public Verification verify(RestoredCheck request) {
    BackupPlace place = allowed(request.server());
    return Pulse.during(progress -> new RestoredChecks(place, progress).verify(request));
  }

  @Override
  public Receipt open(RestoredServer server) {
    return with(server, servers -> servers.open(server));
  }

  @Override
  public Receipt discard(RestoredServer server) {
    // Removing is never a matter of residency.
    BackupPlace place = BackupPlace.of(config, server.group());
    return Pulse.during(
        progress -> new RestoredServers(place, provider(place), progress).discard(server));
  }

  @Override
  public KeptServers kept(BackupQuery query) {
    BackupPlace place = BackupPlace.of(config, query.group());
    return Pulse.during(progress -> new KeptFolders(place, progress).list());
  }

  @Override
  public MemberState install(InstallRequest request) {
    BackupPlace place = allowed(request.server());
    return Pulse.during(progress -> Installing.install(place, request, progress));
  }

  @Override
  public Receipt uninstall(UninstallRequest request) {
    BackupPlace place = BackupPlace.of(config, request.server().group());
    return Pulse.during(progress -> Installing.uninstall(place, request, progress));
  }

  private <T> T with(RestoredServer server, Function<RestoredServers, T> work) {
    BackupPlace place = allowed(server);
    return Pulse.during(
        progress -> work.apply(new RestoredServers(place, provider(place), progress)));
  }

  private BackupPlace allowed(RestoredServer server) {
    residency.require(server.group(), server.region());
    return BackupPlace.of(config, server.group());
  }

  /** The place itself keeps the data. */
  private BackupPlace allowed(String group) {
    residency.require(group, config.place());
    return BackupPlace.of(config, group);
  }

  private List<String> residencyRefusals(String group, String region) {
    try {
      residency.require(group, region);
      return List.of();
    } catch (ApplicationFailure e) {
      return List.of(e.getOriginalMessage());
    }
  }

  private BackupProvider provider(BackupPlace place) {
    BackupProvider found = providers.get(place.access().provider());
    if (found == null) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          "backup provider \""
              + place.access().provider()
              + "\" of group "
              + place.group()
              + " is not known; there are "
              + providers.keySet().stream().sorted().toList());
    }
    return found;
  }

  /** The context belongs to this thread, the progress may be told from others. */
  private static Progress heartbeat() {
    try {
      ActivityExecutionContext context = Activity.getExecutionContext();
      return context::heartbeat;
    } catch (IllegalStateException notInAnActivity) {
      return Progress.NONE; // run from a test or a tool
    }
  }
}
