package io.traceo.workflows.group;

import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static io.traceo.workflows.failover.FakeWorld.failure;

import io.traceo.workflows.activity.GroupActivities;
import io.traceo.workflows.activity.HealthActivities.Observation;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.failover.FailoverMode;
import io.traceo.workflows.failover.FakeWorld;
import io.traceo.workflows.failover.TestDefinition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * A group over a fake world: it lends its grants as the real one does and fails over when its
 * leader is away. With an entity under test it hands everything on.
 */
public final class FakeGroup implements GroupActivities {
  private final FakeWorld world;
  private final GrantBook book = new GrantBook("na", 6, null, null);
  public final List<FailoverSummary> told = Collections.synchronizedList(new ArrayList<>());
  public volatile Verdict verdict = Verdict.LEADER_DEAD;
  public volatile boolean armed = true;

  /** What its observers said last. */
  public volatile List<Observation> observations = List.of();

  /** Does not notice that its leader is away. */
  public volatile boolean asleep;

  /** Its failover is asked for again and again, and has not come yet. */
  public volatile boolean pending;

  public volatile Definition definition = TestDefinition.na();

  /** Other groups that are watched. */
  public final List<Neighbour> neighbours = Collections.synchronizedList(new ArrayList<>());

  /** From the decision to resumed, as this group tells it. */
  public volatile long resumesAfterMs = 500;

  /** What is said of a run. */
  public volatile Function<String, RunState> describes = id -> new RunState(true, null, null);

  public volatile LongSupplier clock = () -> 0;

  /** The real entity when there is one under test. */
  public volatile GroupWorkflow entity;

  public FakeGroup(FakeWorld world) {
    this.world = world;
  }

  /** Somebody else operates. */
  public void busyWith(String workflowId) {
    book.acquire(
        new Grant.Request(
            "na", workflowId, workflowId, "run", Grant.Kind.DRILL, "", List.of(), null));
  }

  @Override
  public Definition define(DefinitionRequest request) {
    world.call("define");
    return definition;
  }

  @Override
  public Neighbours neighbours(NeighboursRequest request) {
    world.call("neighbours");
    synchronized (neighbours) {
      return new Neighbours(neighbours);
    }
  }

  /** Another group, well and alone, but for what is said. */
  public static Neighbour neighbour(String leader, Verdict verdict, Grant grant, String drill) {
    return new Neighbour("eu", leader, List.of("eu-west-1"), verdict, grant, drill);
  }

  /** The group decides: its failover gets the grant, or a part of the drill's. */
  public Grant decides(String workflowId) {
    synchronized (book) {
      return book.giveToFailover(
          new Grant.Request(
              "na",
              workflowId,
              workflowId,
              "run",
              Grant.Kind.FAILOVER,
              world.leader,
              List.of(),
              null));
    }
  }

  @Override
  public Grant.Answer acquire(Grant.Request request) {
    world.call("acquire " + request.kind());
    if (entity != null) {
      return entity.acquire(request);
    }
    synchronized (book) {
      return book.acquire(request);
    }
  }

  @Override
  public Receipt advance(Grant.Release progress) {
    FailoverSummary outcome = progress.outcome();
    world.call("advance " + (outcome == null ? progress.token() : outcome.stage()));
    if (outcome != null) {
      told.add(outcome);
    }
    return entity == null ? Receipt.done("noted") : entity.advance(progress);
  }

  @Override
  public Receipt release(Grant.Release release) {
    FailoverSummary outcome = release.outcome();
    world.call("release " + (outcome == null ? release.token() : outcome.stage()));
    if (outcome != null) {
      told.add(outcome);
    }
    if (entity != null) {
      return entity.release(release);
    }
    synchronized (book) {
      return book.release(release.token()) ? Receipt.done("released") : Receipt.already("not held");
    }
  }

  @Override
  public GroupStatus status(StatusRequest request) {
    world.call("status");
    if (entity != null) {
      return entity.status();
    }
    return new GroupStatus(
        "na",
        world.leader,
        definition.group().members().stream().filter(m -> !m.equals(world.leader)).toList(),
        world.highestEpoch(),
        armed,
        armed ? "test" : null,
        verdict,
        3,
        holder(),
        observations,
        List.of(),
        List.of(),
        told.isEmpty() ? null : told.get(told.size() - 1),
        null,
        Alarms.NONE,
        null);
  }

  @Override
  public FailoverSummary awaitFailover(AwaitFailover request) {
    String stage = request.protectedToo() ? "PROTECTED" : "RESUMED";
    if (pending && told.isEmpty()) {
      world.call("await pending");
      throw failure(FailureTypes.NOT_READY, "not there yet");
    }
    String dead = world.leader;
    if (!asleep && !pending && world.unreachable.contains(dead)) {
      world.moved(WEST2);
      told.add(summary(dead, WEST2, stage, null));
    }
    world.call("await " + stage);
    if (told.isEmpty()) {
      throw failure(FailureTypes.ABORTED, "the group did not get there; last failover: none");
    }
    FailoverSummary last = told.get(told.size() - 1);
    if (last.mode() == FailoverMode.RESTORE
        && !last.stage().equals(stage)
        && request.protectedToo()) {
      throw failure(FailureTypes.NOT_READY, "copies are still coming back");
    }
    return last;
  }

  /** The group's account of a failover of its own. */
  public FailoverSummary summary(String from, String to, String stage, String reason) {
    long now = clock.getAsLong();
    return new FailoverSummary(
        "failover/na/2-1",
        FailoverMode.UNPLANNED,
        from,
        to,
        world.highestEpoch(),
        stage,
        reason,
        now,
        now,
        to == null ? null : now + resumesAfterMs,
        List.of());
  }

  @Override
  public RunState describeRun(RunQuery query) {
    return describes.apply(query.workflowId());
  }

  /** Whoever holds a grant now, null when nobody does. */
  public Grant holder() {
    synchronized (book) {
      return book.operating();
    }
  }
}
