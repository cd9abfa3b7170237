package io.traceo.activities.database.postgres;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInfo;
import io.traceo.activities.Failures;
import io.traceo.activities.Pulse;
import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfig.DatabaseMember;
import io.traceo.activities.place.PlaceConfig.GroupAccess;
import io.traceo.workflows.activity.CopiesActivities;
import io.traceo.workflows.activity.DatabaseActivities;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.topology.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * PostgreSQL behind the steps of a failover, and the synchronous set between failovers. See {@link
 * DatabaseActivities} and {@link CopiesActivities} for the contract.
 */
public final class PostgresActivities implements DatabaseActivities, CopiesActivities {
  /** A step before the promotion has seconds: whoever takes it over must know at once. */
  private static final Duration OFTEN = Duration.ofMillis(500);

  private final PlaceConfig config;
  private final Residency residency;
  private final Map<String, Member> members = new ConcurrentHashMap<>();
  private final Surveyor surveyor = new Surveyor();

  /** Activities as the configured place can do them. */
  public PostgresActivities(PlaceConfig config, Topology topology) {
    this.config = config;
    this.residency = new Residency(topology);
  }

  @Override
  public Survey survey(SurveyRequest request) {
    return surveyor.survey(
        request.regions().stream().map(r -> member(request.group(), r)).toList());
  }

  @Override
  public SealedMember seal(SealRequest request) {
    return sealer(request.group(), request.region()).seal(request.leader(), request.epoch());
  }

  @Override
  public Receipt unseal(UnsealRequest request) {
    return sealer(request.group(), request.region()).unseal(request);
  }

  private Sealer sealer(String group, String region) {
    return new Sealer(member(group, region), r -> member(group, r));
  }

  @Override
  public Receipt arm(ArmRequest request) {
    request.survivors().forEach(r -> residency.require(request.group(), r));
    request.returning().forEach(r -> residency.require(request.group(), r));
    residency.require(request.group(), request.target());
    Promoter promoter = new Promoter(member(request.group(), request.target()));
    return promoter.arm(
        request, request.survivors().stream().map(r -> member(request.group(), r)).toList());
  }

  @Override
  public Promotion promote(PromoteRequest request) {
    residency.require(request.group(), request.target());
    return new Promoter(member(request.group(), request.target())).promote(request);
  }

  @Override
  public Receipt drain(DrainRequest request) {
    Handover handover = new Handover(member(request.group(), request.leader()));
    return Pulse.during(OFTEN, pulse -> handover.drain(request.epoch(), patienceLeft(request)));
  }

  @Override
  public Receipt undrain(DrainRequest request) {
    return new Handover(member(request.group(), request.leader())).undrain(request.epoch());
  }

  @Override
  public CatchUp awaitCatchUp(CatchUpRequest request) {
    Handover handover = new Handover(member(request.group(), request.leader()));
    List<Member> followers =
        request.followers().stream().map(r -> member(request.group(), r)).toList();
    return Pulse.during(OFTEN, pulse -> handover.awaitCatchUp(followers));
  }

  @Override
  public Verification verify(VerifyRequest request) {
    return new Verifier(member(request.group(), request.target())).verify(request);
  }

  @Override
  public Receipt awaitCopies(CopiesRequest request) {
    request.followers().forEach(r -> residency.require(request.group(), r));
    return new Copies(member(request.group(), request.leader())).await(request);
  }

  @Override
  public CopiesSeen watch(CopiesWatch request) {
    return new CopiesWatcher(member(request.group(), request.leader()), PostgresActivities::beat)
        .watch(request);
  }

  @Override
  public CopiesChanged change(CopiesChange request) {
    request.members().forEach(r -> residency.require(request.group(), r));
    return new CopySetOnLeader(member(request.group(), request.leader()), PostgresActivities::beat)
        .change(request);
  }

  @Override
  public Receipt fence(FenceRequest request) {
    LocalSteps steps = new LocalSteps(local(request));
    return Pulse.during(OFTEN, pulse -> steps.fence(request.epoch()));
  }

  @Override
  public Stopped stopLeader(FenceRequest request) {
    LocalSteps steps = new LocalSteps(local(request));
    return Pulse.during(OFTEN, pulse -> steps.stopLeader(request.epoch()));
  }

  @Override
  public Receipt restartLeader(FenceRequest request) {
    LocalSteps steps = new LocalSteps(local(request));
    return Pulse.during(OFTEN, pulse -> steps.restartLeader(request.epoch(), others(request)));
  }

  @Override
  public Rejoined rejoin(RejoinRequest request) {
    residency.require(request.group(), request.region());
    Member own = member(request.group(), request.region());
    return new Rejoin(own, member(request.group(), request.leader()), request.epoch()).run();
  }

  /**
   * Who takes a drain over from one that died has what is left of the whole. Both times are the
   * server's: a worker's own clock may be another.
   */
  private static long patienceLeft(DrainRequest request) {
    try {
      ActivityInfo info = Activity.getExecutionContext().getInfo();
      long gone = info.getCurrentAttemptScheduledTimestamp() - info.getScheduledTimestamp();
      return Math.max(0, request.patience().toMillis() - gone);
    } catch (IllegalStateException notInAnActivity) {
      return request.patience().toMillis();
    }
  }

  private static void beat(Object what) {
    try {
      Activity.getExecutionContext().heartbeat(what);
    } catch (IllegalStateException notInAnActivity) {
      // Run from a test or a tool: nobody waits for a heartbeat.
    }
  }

  private List<Member> others(FenceRequest request) {
    GroupAccess access = config.groups().get(request.group());
    return access == null
        ? List.of()
        : access.databases().keySet().stream()
            .filter(region -> !region.equals(request.region()))
            .sorted()
            .map(region -> member(request.group(), region))
            .toList();
  }

  private Member local(FenceRequest request) {
    return member(request.group(), request.region());
  }

  private Member member(String group, String region) {
    return members.computeIfAbsent(
        group + "/" + region,
        key -> {
          GroupAccess access = config.groups().get(group);
          DatabaseMember found = access == null ? null : access.databases().get(region);
          if (found == null) {
            throw Failures.of(
                FailureTypes.INVALID_REQUEST,
                "place "
                    + config.place()
                    + " knows no database of group "
                    + group
                    + " in "
                    + region);
          }
          return new Member(region, found);
        });
  }
}
