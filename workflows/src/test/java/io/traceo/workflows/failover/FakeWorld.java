package io.traceo.workflows.failover;

import io.temporal.failure.ApplicationFailure;
import io.traceo.workflows.activity.DatabaseActivities;
import io.traceo.workflows.activity.HealthActivities;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.activity.RoutingActivities;
import io.traceo.workflows.contract.FailureTypes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A group of three members that behaves as real ones do, with faults that a test sets. Records what
 * was asked of it, in order.
 */
public final class FakeWorld implements DatabaseActivities, RoutingActivities, HealthActivities {
  public static final String EAST = "us-east-1";
  public static final String WEST2 = "us-west-2";
  public static final String WEST1 = "us-west-1";

  public final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  public final Map<String, Long> epochs = new ConcurrentHashMap<>();
  public final Map<String, Long> positions = new ConcurrentHashMap<>();
  public final Map<String, Integer> timelines = new ConcurrentHashMap<>();
  public final Map<String, String> upstreams = new ConcurrentHashMap<>();
  public final Set<String> unreachable = ConcurrentHashMap.newKeySet();

  /** Calls that fail and do nothing. */
  public final Map<String, RuntimeException> failing = new ConcurrentHashMap<>();

  /** Calls that do what was asked, and whose answer is then lost so. */
  public final Map<String, RuntimeException> answerLost = new ConcurrentHashMap<>();

  /** What else happens at a call, before it does anything. */
  public final Map<String, Runnable> meanwhile = new ConcurrentHashMap<>();

  public volatile String leader = EAST;

  /** Take writes beside the leader. */
  public final Set<String> leadToo = ConcurrentHashMap.newKeySet();

  public volatile Route route = new Route(EAST, List.of(EAST, WEST2, WEST1), 1, "READ");

  /** What observers do, when a test has any. */
  public volatile Function<ObserveRequest, Observation> observer;

  /** Where the record of a clean stop begins. */
  public volatile long lastPosition = 990;

  /** What a target was armed with last. */
  public volatile ArmRequest armed;

  /** The same while it is in force: until every copy is back. */
  public volatile ArmRequest confirming;

  /** How each member was unsealed last. */
  public final Map<String, UnsealRequest> unsealed = new ConcurrentHashMap<>();

  /** Of the leader's synchronous set. */
  public volatile int quorum = 1;

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

  /** Records a call; fails when a test said so. */
  public void call(String what) {
    calls.add(what);
    meanwhile.getOrDefault(what, () -> {}).run();
    fail(failing.get(what));
  }

  /** The end of a call that did something. */
  public void answer(String what) {
    fail(answerLost.get(what));
  }

  private static void fail(RuntimeException failure) {
    if (failure != null) {
      throw failure;
    }
  }

  /** A failure as the real parts throw it: retried or final by its type. */
  public static ApplicationFailure failure(String type, String message) {
    return ApplicationFailure.newBuilder()
        .setType(type)
        .setMessage(message)
        .setNonRetryable(FailureTypes.FINAL.contains(type))
        .build();
  }

  /** The group moved by itself: another member leads, every member and the names know it. */
  public void moved(String to) {
    long epoch = highestEpoch() + 1;
    epochs.replaceAll((region, old) -> epoch);
    leader = to;
    List.of(EAST, WEST2, WEST1).forEach(region -> upstreams.put(region, to));
    upstreams.remove(to);
    route = new Route(to, List.of(EAST, WEST2, WEST1), epoch, "DONE");
  }

  /** Highest epoch that any member knows. */
  public long highestEpoch() {
    return Collections.max(epochs.values());
  }

  /** Everybody was started again: nobody leads, and the old leader has the most. */
  public void startedAgain() {
    positions.put(leader, 1005L);
    leader = "";
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
        !region.equals(leader) && !leadToo.contains(region),
        timelines.getOrDefault(region, 1),
        positions.get(region),
        epochs.get(region),
        "id",
        upstreams.get(region),
        hasSet(region) ? synchronousSet(region) : List.of(),
        hasSet(region) ? quorum(region) : 0,
        away ? "silent" : null);
  }

  /** A leader that was started again still has its own. */
  private boolean hasSet(String region) {
    return region.equals(leader) || (leader.isEmpty() && region.equals(EAST));
  }

  private int quorum(String leading) {
    ArmRequest set = confirming;
    return set != null && set.target().equals(leading) ? set.quorum() : quorum;
  }

  private List<String> synchronousSet(String leading) {
    ArmRequest set = confirming;
    if (set != null && set.target().equals(leading)) {
      return Stream.concat(set.survivors().stream(), set.returning().stream()).toList();
    }
    return Stream.of(EAST, WEST2, WEST1).filter(r -> !r.equals(leading)).toList();
  }

  @Override
  public SealedMember seal(SealRequest request) {
    call("seal " + request.region());
    reach(request.region());
    if (request.region().equals(leader)) {
      throw failure(FailureTypes.CONFLICT, leader + " leads; somebody promoted it");
    }
    if (epochs.get(request.region()) > request.epoch()) {
      throw failure(FailureTypes.STALE_EPOCH, "epoch is " + epochs.get(request.region()));
    }
    epochs.put(request.region(), request.epoch());
    upstreams.remove(request.region());
    return new SealedMember(
        request.region(),
        timelines.getOrDefault(request.region(), 1),
        positions.get(request.region()),
        request.epoch(),
        "id");
  }

  @Override
  public Receipt unseal(UnsealRequest request) {
    call("unseal " + request.region() + " " + request.epoch());
    reach(request.region());
    if (request.region().equals(leader)) {
      throw failure(FailureTypes.CONFLICT, request.region() + " leads");
    }
    epochs.put(request.region(), request.epoch());
    unsealed.put(request.region(), request);
    if (request.upstream() == null) {
      upstreams.remove(request.region());
    } else {
      upstreams.put(request.region(), request.upstream());
    }
    return Receipt.done("follows again");
  }

  @Override
  public Receipt arm(ArmRequest request) {
    call("arm " + request.target());
    armed = request;
    confirming = request;
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
    answer("promote " + request.target());
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
    confirming = null;
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
    return new Stopped(request.region(), 1, lastPosition);
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
    call("confirm route but at " + String.join(",", confirmation.exceptRegions()));
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

  /** Calls that begin so, in order. */
  public List<String> calls(String... prefixes) {
    synchronized (calls) {
      return calls.stream()
          .filter(c -> java.util.Arrays.stream(prefixes).anyMatch(c::startsWith))
          .toList();
    }
  }
}
