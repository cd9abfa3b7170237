package io.traceo.activities.backup;

import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Failures;
import io.traceo.activities.database.postgres.PostgresActivities;
import io.traceo.activities.database.postgres.Residency;
import io.traceo.activities.place.PlaceConfig;
import io.traceo.workflows.activity.BackupActivities;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.SurveyRequest;
import io.traceo.workflows.activity.DatabaseActivities.Verification;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.restore.ArchiveState;
import io.traceo.workflows.restore.BackupManifest;
import io.traceo.workflows.topology.Topology;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * One place's backups, made by the provider that its configuration names. Restored servers are not
 * served yet: what asks for one is refused, before anything is touched.
 */
public final class BackupService implements BackupActivities {
  private static final String NO_RESTORES =
      "restored servers are not served yet: neither a restore nor a restore test can run";

  private final PlaceConfig config;
  private final Residency residency;
  private final PostgresActivities databases;
  private final Map<String, BackupProvider> providers;

  /**
   * As the configured place can do it.
   *
   * @param providers by the name that a configuration gives them
   */
  public BackupService(
      PlaceConfig config, Topology topology, Map<String, BackupProvider> providers) {
    this.config = config;
    this.residency = new Residency(topology);
    this.databases = new PostgresActivities(config, topology);
    this.providers = Map.copyOf(providers);
  }

  @Override
  public BackupOutlook outlook(BackupQuery query) {
    BackupPlace place = BackupPlace.of(config, query.group());
    String leader = leader(place);
    try {
      return provider(place).outlook(place, leader);
    } catch (ApplicationFailure e) {
      if (!FailureTypes.INVALID_REQUEST.equals(e.getType())) {
        throw e;
      }
      return new BackupOutlook(
          config.place(),
          leader,
          0,
          place.access().store().kind() + " " + place.access().store().location(),
          place.access().keyId(),
          place.access().provider(),
          List.of(e.getOriginalMessage()));
    }
  }

  /** Whoever answers and is no standby, with the highest epoch; empty when nobody is. */
  private String leader(BackupPlace place) {
    return databases
        .survey(
            new SurveyRequest(place.group(), place.databases().keySet().stream().sorted().toList()))
        .members()
        .stream()
        .filter(m -> m.reachable() && !m.standby())
        .max(java.util.Comparator.comparingLong(MemberState::epoch))
        .map(MemberState::region)
        .orElse("");
  }

  private BackupProvider provider(BackupPlace place) {
    BackupProvider found = providers.get(place.access().provider());
    if (found == null) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          "provider \""
              + place.access().provider()
              + "\" of backups is not there; there is: "
              + String.join(", ", new TreeSet<>(providers.keySet())));
    }
    return found;
  }

  private BackupPlace moving(String group) {
    residency.require(group, config.place());
    return BackupPlace.of(config, group);
  }

  /** A cancelled step hears of it here. */
  private static Progress heartbeats() {
    return Activity.getExecutionContext()::heartbeat;
  }

  @Override
  public BackupManifest take(TakeRequest request) {
    BackupPlace place = moving(request.group());
    return provider(place).take(place, request, heartbeats()).summary();
  }

  @Override
  public Pruned prune(PruneRequest request) {
    BackupPlace place = BackupPlace.of(config, request.group());
    return provider(place).prune(place, request, heartbeats());
  }

  @Override
  public Stock list(BackupQuery query) {
    BackupPlace place = BackupPlace.of(config, query.group());
    return provider(place).list(place);
  }

  @Override
  public ArchiveState archive(ArchiveRequest request) {
    BackupPlace place = moving(request.group());
    return provider(place).archive(place, request, heartbeats());
  }

  @Override
  public RestoreOutlook planRestore(RestoreQuery query) {
    return new RestoreOutlook(
        null, query.target(), 0, null, 0, null, query.region(), null, List.of(NO_RESTORES));
  }

  @Override
  public Fetched fetch(FetchRequest request) {
    throw noRestores();
  }

  @Override
  public Replayed replay(ReplayRequest request) {
    throw noRestores();
  }

  @Override
  public Verification verify(RestoredCheck request) {
    throw noRestores();
  }

  @Override
  public Receipt open(RestoredServer server) {
    throw noRestores();
  }

  @Override
  public Receipt discard(RestoredServer server) {
    return Receipt.already("no server was restored here");
  }

  @Override
  public MemberState install(InstallRequest request) {
    throw noRestores();
  }

  @Override
  public Receipt uninstall(UninstallRequest request) {
    return Receipt.already("no server was restored here");
  }

  private static ApplicationFailure noRestores() {
    return Failures.of(FailureTypes.INVALID_REQUEST, NO_RESTORES);
  }
}
