package io.traceo.workflows.failover;

import io.temporal.failure.ApplicationFailure;
import io.traceo.workflows.activity.DatabaseActivities;
import io.traceo.workflows.activity.GroupActivities;
import io.traceo.workflows.activity.HealthActivities;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.activity.RoutingActivities;
import io.traceo.workflows.budget.Budget;
import io.traceo.workflows.budget.ExpiryAction;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.drill.DrillRunbook;
import io.traceo.workflows.group.FailoverSummary;
import io.traceo.workflows.group.Grant;
import io.traceo.workflows.group.GroupStatus;
import io.traceo.workflows.group.GroupWorkflow;
import io.traceo.workflows.group.Verdict;
import io.traceo.workflows.topology.OnLastCopy;
import io.traceo.workflows.topology.ProbeSettings;
import io.traceo.workflows.topology.RecoveryObjective;
import io.traceo.workflows.topology.RecoveryTier;
import io.traceo.workflows.topology.Region;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.ResidencyRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A group of three members that behaves as real ones do, with faults that a test sets. Records what
 * was asked of it, in order.
 */
public final class FakeWorld
    implements DatabaseActivities, RoutingActivities, HealthActivities, GroupActivities {
  public static final String EAST = "us-east-1";
  public static final String WEST2 = "us-west-2";
  public static final String WEST1 = "us-west-1";

  public final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  public final Map<String, Long> epochs = new ConcurrentHashMap<>();
  public final Map<String, Long> positions = new ConcurrentHashMap<>();
  public final Map<String, String> upstreams = new ConcurrentHashMap<>();
  public final Set<String> unreachable = ConcurrentHashMap.newKeySet();
  public final Map<String, RuntimeException> failing = new ConcurrentHashMap<>();
  public final List<FailoverSummary> told = Collections.synchronizedList(new ArrayList<>());
  public volatile String leader = EAST;
  public volatile Route route = new Route(EAST, List.of(EAST, WEST2, WEST1), 1, "READ");
  public volatile Verdict verdict = Verdict.LEADER_DEAD;
  public volatile String busyWith;
  public volatile boolean promoteAnswerLost;

  /** What observers do, when a test has any. */
  public volatile Function<ObserveRequest, Observation> observer;

  /** The real entity when there is one under test; else grants are given by this fake. */
  public volatile GroupWorkflow entity;

  public volatile long readReplicaLagMs = 5;
  public final AtomicInteger routeRefusals = new AtomicInteger();

  public FakeWorld() {
    for (String region : List.of(EAST, WEST2, WEST1)) {
      epochs.put(region, 1L);
      positions.put(region, 1000L);
      upstreams.put(region, EAST);
    }
    upstreams.remove(EAST);
  }

  public static Definition definition() {
    List<String> us = List.of(EAST, WEST2, WEST1);
    ResidencyRule rule = new ResidencyRule(Map.of("default", us));
    Budget five = new Budget(Duration.ofSeconds(5), ExpiryAction.ABORT);
    Budget tenPage = new Budget(Duration.ofSeconds(10), ExpiryAction.PAGE);
    ReplicationGroup group =
        new ReplicationGroup(
            "na",
            EAST,
            List.of(WEST2, WEST1),
            WEST2,
            RecoveryTier.HOT,
            OnLastCopy.DEGRADE_WITH_APPROVAL,
            1,
            List.of("metrics"),
            "t.",
            "w.t.",
            "r.t.",
            Duration.ofSeconds(5),
            List.of(EAST, WEST2, WEST1, "control"),
            ProbeSettings.DEFAULT,
            new RecoveryObjective(
                Duration.ofMinutes(5),
                Duration.ZERO,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30)),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5));
    FailoverRunbook runbook =
        new FailoverRunbook(
            new Budget(Duration.ofSeconds(10), ExpiryAction.ABORT),
            five,
            new Budget(Duration.ofSeconds(10), ExpiryAction.ABORT),
            five,
            tenPage,
            tenPage,
            new Budget(Duration.ofSeconds(5), ExpiryAction.PAGE),
            new Budget(Duration.ofSeconds(30), ExpiryAction.PAGE),
            new Budget(Duration.ofMinutes(5), ExpiryAction.PAGE),
            1000);
    DrillRunbook drill =
        new DrillRunbook(
            io.traceo.workflows.activity.FaultActivities.FaultKind.BLACKHOLE,
            Duration.ofMinutes(3),
            Duration.ofSeconds(3),
            200,
            Duration.ofSeconds(60));
    return new Definition(
        group,
        us.stream().map(id -> new Region(id, id, "US", List.of(), rule)).toList(),
        runbook,
        drill,
        List.of(),
        false);
  }

  private void call(String what) {
    calls.add(what);
    RuntimeException failure = failing.get(what);
    if (failure != null) {
      throw failure;
    }
  }

  static ApplicationFailure failure(String type, String message) {
    return ApplicationFailure.newBuilder()
        .setType(type)
        .setMessage(message)
        .setNonRetryable(FailureTypes.FINAL.contains(type))
        .build();
  }

  private void reach(String region) {
    if (unreachable.contains(region)) {
      throw failure(FailureTypes.UNREACHABLE, region + " is away");
    }
  }

  @Override
  public Survey survey(SurveyRequest request) {
    call("survey " + String.join(",", request.regions()));
    return new Survey(request.regions().stream().map(this::state).toList());
  }

  private MemberState state(String region) {
    boolean away = unreachable.contains(region);
    return new MemberState(
        region,
        !away,
        !region.equals(leader),
        1,
        positions.get(region),
        epochs.get(region),
        "id",
        upstreams.get(region),
        List.of(),
        0,
        away ? "silent" : null);
  }

  @Override
  public SealedMember seal(SealRequest request) {
    call("seal " + request.region());
    reach(request.region());
    if (epochs.get(request.region()) > request.epoch()) {
      throw failure(FailureTypes.STALE_EPOCH, "epoch is " + epochs.get(request.region()));
    }
    epochs.put(request.region(), request.epoch());
    upstreams.remove(request.region());
    return new SealedMember(
        request.region(), 1, positions.get(request.region()), request.epoch(), "id");
  }

  @Override
  public Receipt unseal(UnsealRequest request) {
    call("unseal " + request.region() + " " + request.epoch());
    reach(request.region());
    if (request.region().equals(leader)) {
      throw failure(FailureTypes.CONFLICT, request.region() + " leads");
    }
    epochs.put(request.region(), request.epoch());
    upstreams.put(request.region(), request.upstream());
    return Receipt.done("follows again");
  }

  @Override
  public Receipt arm(ArmRequest request) {
    call("arm " + request.target());
    request.survivors().forEach(s -> upstreams.put(s, request.target()));
    return Receipt.done("armed");
  }

  @Override
  public Promotion promote(PromoteRequest request) {
    call("promote " + request.target());
    if (!epochs.get(request.target()).equals(request.epoch())) {
      throw failure(FailureTypes.STALE_EPOCH, "epoch is " + epochs.get(request.target()));
    }
    boolean already = leader.equals(request.target());
    leader = request.target();
    if (promoteAnswerLost) {
      throw failure(FailureTypes.CONFLICT, "the answer never came");
    }
    return new Promotion(request.target(), 2, request.position(), already ? "ALREADY" : "DONE");
  }

  @Override
  public Receipt drain(DrainRequest request) {
    call("drain");
    return Receipt.done("quiet");
  }

  @Override
  public Receipt undrain(DrainRequest request) {
    call("undrain");
    return Receipt.done("open");
  }

  @Override
  public CatchUp awaitCatchUp(CatchUpRequest request) {
    call("catch-up");
    return new CatchUp(1000, readReplicaLagMs);
  }

  @Override
  public Verification verify(VerifyRequest request) {
    call("verify");
    return new Verification(List.of(new Check("leads", true, "")));
  }

  @Override
  public Receipt awaitCopies(CopiesRequest request) {
    call("copies " + String.join(",", request.followers()));
    return Receipt.done("ANY 1");
  }

  @Override
  public Receipt fence(FenceRequest request) {
    call("fence " + request.region());
    return Receipt.done("stopped");
  }

  @Override
  public Stopped stopLeader(FenceRequest request) {
    call("stop " + request.region());
    return new Stopped(request.region(), 1, 1000);
  }

  @Override
  public Receipt restartLeader(FenceRequest request) {
    call("restart " + request.region());
    return Receipt.done("leads again");
  }

  @Override
  public Rejoined rejoin(RejoinRequest request) {
    call("rejoin " + request.region());
    return new Rejoined(request.region(), "FOLLOWED", null, 0);
  }

  @Override
  public Route readRoute(RouteQuery query) {
    call("read route");
    return route;
  }

  @Override
  public Route route(RouteChange change) {
    call("route " + change.writeRegion() + " " + String.join(",", change.readRegions()));
    if (routeRefusals.getAndDecrement() > 0) {
      throw failure(FailureTypes.NOT_READY, "the name server is slow");
    }
    if (change.epoch() < route.epoch()) {
      throw failure(FailureTypes.STALE_EPOCH, "names have epoch " + route.epoch());
    }
    route = new Route(change.writeRegion(), change.readRegions(), change.epoch(), "DONE");
    return route;
  }

  @Override
  public RouteSeen confirmRoute(RouteConfirmation confirmation) {
    call("confirm route");
    return new RouteSeen(List.of("primary"));
  }

  @Override
  public Observation observe(ObserveRequest request) {
    return observer == null ? unexpected() : observer.apply(request);
  }

  private static Observation unexpected() {
    throw new IllegalStateException("not in this test");
  }

  @Override
  public Receipt awaitServing(ServingRequest request) {
    call("serving " + request.region());
    return Receipt.done("serves");
  }

  @Override
  public Definition define(DefinitionRequest request) {
    call("define");
    return definition();
  }

  @Override
  public Grant.Answer acquire(Grant.Request request) {
    call("acquire " + request.kind());
    if (entity != null) {
      return entity.acquire(request);
    }
    return busyWith == null
        ? new Grant.Answer(true, "na-7", null, null)
        : new Grant.Answer(false, null, busyWith, "one at a time");
  }

  @Override
  public Receipt advance(Grant.Release progress) {
    call("advance " + progress.outcome().stage());
    told.add(progress.outcome());
    if (entity != null) {
      return entity.advance(progress);
    }
    return Receipt.done("noted");
  }

  @Override
  public Receipt release(Grant.Release release) {
    call("release " + release.outcome().stage());
    told.add(release.outcome());
    if (entity != null) {
      return entity.release(release);
    }
    return Receipt.done("released");
  }

  @Override
  public GroupStatus status(StatusRequest request) {
    if (entity != null) {
      return entity.status();
    }
    return new GroupStatus(
        "na",
        leader,
        List.of(WEST2, WEST1),
        1,
        true,
        "test",
        verdict,
        3,
        null,
        List.of(),
        List.of(),
        List.of(),
        null);
  }

  @Override
  public FailoverSummary awaitFailover(AwaitFailover request) {
    throw new IllegalStateException("not in this test");
  }

  @Override
  public RunState describeRun(RunQuery query) {
    return new RunState(true, null, null);
  }

  /** Calls that begin so, in order. */
  public List<String> calls(String... prefixes) {
    synchronized (calls) {
      return calls.stream()
          .filter(c -> java.util.Arrays.stream(prefixes).anyMatch(c::startsWith))
          .toList();
    }
  }
}
