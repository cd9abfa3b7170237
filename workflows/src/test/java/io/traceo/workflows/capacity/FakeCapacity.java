package io.traceo.workflows.capacity;

import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST1;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static io.traceo.workflows.failover.FakeWorld.failure;

import io.traceo.workflows.activity.CapacityActivities;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.failover.FakeWorld;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Autoscalers of three regions that behave as real ones do, with faults that a test sets. */
public final class FakeCapacity implements CapacityActivities {
  private final FakeWorld world;

  /** What each autoscaler is: its size in words. */
  public final Map<String, String> specs = new ConcurrentHashMap<>();

  final Map<String, String> marks = new ConcurrentHashMap<>();
  final Map<String, Long> epochs = new ConcurrentHashMap<>();

  /** Who else manages the floor of a region. */
  final Map<String, String> drift = new ConcurrentHashMap<>();

  /** Looks until a region is ready; those that never are have many. */
  public final Map<String, Integer> looksUntilReady = new ConcurrentHashMap<>();

  /** What Prometheus answers for a region before it is changed. */
  final Map<String, Double> before = new ConcurrentHashMap<>();

  /** What Prometheus answers for a region that was changed. */
  final Map<String, Double> readings = new ConcurrentHashMap<>();

  public FakeCapacity(FakeWorld world) {
    this.world = world;
    for (String region : List.of(EAST, WEST2, WEST1)) {
      specs.put(region, "1 to 10");
      epochs.put(region, 1L);
    }
  }

  @Override
  public Rehearsal rehearse(Change change) {
    String region = change.region();
    world.call("rehearse " + region);
    if ((change.rolloutId() + " applied").equals(marks.get(region))) {
      throw failure(FailureTypes.CONFLICT, region + " " + OWN_CHANGE);
    }
    String now = specs.get(region);
    String then = change.size().toString();
    return new Rehearsal(
        new Snapshot("uid", marks.get(region), now, "[]"),
        then,
        now.equals(then) ? List.of() : List.of("replicas " + now + " to " + then),
        drift.containsKey(region) ? List.of("floor is managed by " + drift.get(region)) : List.of(),
        List.of());
  }

  @Override
  public synchronized Receipt apply(Application asked) {
    String region = asked.change().region();
    world.call("apply " + region);
    String mark = asked.change().rolloutId();
    if ((mark + " applied").equals(marks.get(region))) {
      return Receipt.already("changed before");
    }
    if ((mark + " taken back").equals(marks.get(region))) {
      throw failure(FailureTypes.CONFLICT, "too late");
    }
    if (epochs.get(region) > asked.change().epoch()) {
      throw failure(FailureTypes.STALE_EPOCH, "a failover was here");
    }
    marks.put(region, mark + " applied");
    specs.put(region, asked.expected());
    world.answer("apply " + region);
    return Receipt.done("changed");
  }

  @Override
  public synchronized TakenBack takeBack(Application asked) {
    String region = asked.change().region();
    world.call("back " + region);
    if (epochs.get(region) > asked.change().epoch()) {
      return new TakenBack("LEFT", "a failover has changed it since");
    }
    String mark = asked.change().rolloutId();
    boolean before = (mark + " taken back").equals(marks.put(region, mark + " taken back"));
    specs.put(region, asked.before().spec());
    world.answer("back " + region);
    return new TakenBack(before ? "ALREADY" : "DONE", "as before");
  }

  @Override
  public Readiness readiness(ReadinessQuery query) {
    world.call("ready " + query.region());
    int left = looksUntilReady.merge(query.region(), -1, Integer::sum);
    return new Readiness(left < 0, left < 0 ? "3 of 3 pods" : "1 of 3 pods");
  }

  @Override
  public Reading measure(Measurement measurement) {
    String region = measurement.region();
    world.call("measure " + region);
    boolean changed = !specs.get(region).equals("1 to 10");
    return new Reading((changed ? readings : before).getOrDefault(region, 0.0));
  }
}
