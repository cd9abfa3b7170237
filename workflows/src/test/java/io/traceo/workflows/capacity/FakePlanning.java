package io.traceo.workflows.capacity;

import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST1;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static io.traceo.workflows.failover.FakeWorld.failure;

import io.traceo.workflows.activity.ForecastActivities;
import io.traceo.workflows.activity.PlanningActivities;
import io.traceo.workflows.capacity.PlanScope.LeftOut;
import io.traceo.workflows.capacity.RegionToday.Room;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.failover.FakeWorld;
import io.traceo.workflows.failover.TestDefinition;
import io.traceo.workflows.topology.RecoveryTier;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A control place with two groups, whose numbers a test knows. */
public final class FakePlanning implements PlanningActivities, ForecastActivities {
  static final String EU = "eu-central-1";

  private final FakeWorld world;
  final Map<String, Double> peaks = new ConcurrentHashMap<>();
  final Map<String, Integer> days = new ConcurrentHashMap<>();
  final Map<String, Room> quotas = new ConcurrentHashMap<>();
  final Map<String, Room> nodes = new ConcurrentHashMap<>();
  volatile PlanPolicy policy = new PlanPolicy("demand{$region}", 90, 0.3, 100, 1000, 0.1);
  volatile List<String> euFollowers = List.of();
  volatile List<String> clusters = List.of(EAST, WEST2, WEST1, EU);

  FakePlanning(FakeWorld world) {
    this.world = world;
    peaks.putAll(Map.of(EAST, 5e6, WEST2, 2.5e6, WEST1, 1.5e6, EU, 1e6));
  }

  @Override
  public PlanScope scope(ScopeRequest request) {
    world.call("scope " + request.groups());
    if (request.groups().contains("china")) {
      throw failure(FailureTypes.INVALID_REQUEST, "group china is not planned here");
    }
    CapacityRunbook runbook = TestDefinition.scaled().capacity();
    return new PlanScope(
        List.of(
            group("na", request, EAST, List.of(WEST2, WEST1)),
            group("eu", request, EU, euFollowers)),
        List.of(new LeftOut("china", List.of("cn-north-1"), "it is isolated")),
        new CapacityRunbook(runbook.schedule(), runbook.autoscaler(), runbook.rollout(), policy),
        List.of("demand history: a trace"),
        false);
  }

  private PlanScope.Group group(
      String id, ScopeRequest request, String leader, List<String> followers) {
    boolean asked = request.groups().isEmpty() || request.groups().contains(id);
    return new PlanScope.Group(id, asked, leader, followers, RecoveryTier.HOT, clusters);
  }

  @Override
  public RegionToday today(TodayQuery query) {
    String region = query.region();
    world.call("today " + region);
    return new RegionToday(
        query.group(),
        region,
        6,
        new Size(2, 20),
        "CPU 1",
        quotas.getOrDefault(region, Room.free("no ResourceQuota limits it")),
        nodes.getOrDefault(region, Room.of(500, "50 of 50 nodes")));
  }

  @Override
  public DemandHistory history(HistoryRequest request) {
    world.call("history " + request.region() + " " + request.query());
    return Forecasts.history(
        request.region(),
        peaks.get(request.region()),
        days.getOrDefault(request.region(), request.days()));
  }

  @Override
  public RegionForecast forecast(ForecastRequest request) {
    String region = request.history().region();
    world.call("forecast " + region);
    return Forecasts.of(region, peaks.get(region), request.headroom());
  }
}
