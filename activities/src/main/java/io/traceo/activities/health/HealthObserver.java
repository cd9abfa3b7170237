package io.traceo.activities.health;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.traceo.activities.Failures;
import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfig.GroupAccess;
import io.traceo.activities.topology.RoundTrips;
import io.traceo.workflows.activity.HealthActivities;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.contract.FailureTypes;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The observer of one place. */
public final class HealthObserver implements HealthActivities {
  private static final Logger log = LoggerFactory.getLogger(HealthObserver.class);
  private static final int THREADS = 16;
  private static final long HEARTBEAT_MILLIS = 1_000;
  private static final long IDLE_NANOS = 30_000_000_000L;
  private static final long READY_NANOS = 900_000_000L;

  private final PlaceConfig config;
  private final RoundTrips roundTrips;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofMillis(500)).build();
  private final ScheduledThreadPoolExecutor threads =
      new ScheduledThreadPoolExecutor(
          THREADS,
          work -> {
            Thread thread = Executors.defaultThreadFactory().newThread(work);
            thread.setName("observer");
            thread.setDaemon(true);
            return thread;
          });
  private final ProbeCounts probes = new ProbeCounts();
  private final Map<String, LeaderWatch> watches = new ConcurrentHashMap<>();

  /**
   * Observes as the configured place can.
   *
   * @param roundTrips how far the leaders are: a probe waits longer than the way there and back
   */
  public HealthObserver(PlaceConfig config, RoundTrips roundTrips) {
    this.config = config;
    this.roundTrips = roundTrips;
    threads.setRemoveOnCancelPolicy(true);
    var unused = threads.scheduleWithFixedDelay(this::closeIdle, 10, 10, TimeUnit.SECONDS);
  }

  @Override
  public Observation observe(ObserveRequest request) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    String mine = request.group() + "/" + request.leader() + "/" + request.epoch();
    LeaderWatch watch = watches.computeIfAbsent(mine, key -> open(request));
    // The leader before is nobody's business any more, and probing a dead one costs. A late order
    // to watch it must not end the watch of the leader now.
    closeIf(w -> w.precedes(request));
    while (true) {
      try {
        Observation seen = watch.next(request.lastView(), request.lastConcerns(), HEARTBEAT_MILLIS);
        if (seen != null) {
          return seen;
        }
      } catch (LeaderWatch.ClosedException e) {
        throw Failures.of(FailureTypes.NOT_READY, "a newer leader is watched now", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Failures.of(FailureTypes.NOT_READY, "observer was stopped", e);
      }
      beat(context);
    }
  }

  private static void beat(ActivityExecutionContext context) {
    try {
      context.heartbeat(null);
    } catch (ActivityCompletionException e) {
      throw e;
    } catch (RuntimeException e) {
      // Temporal out of reach is no news of the leader: go on looking.
      log.debug("heartbeat of the observer failed: {}", e.getMessage());
    }
  }

  /** Probes made by this process so far. */
  public ProbeCounts probes() {
    return probes;
  }

  /** What is measured of every leader that is watched. */
  public List<WatchFigures> figures() {
    return watches.values().stream().map(LeaderWatch::figures).toList();
  }

  private LeaderWatch open(ObserveRequest request) {
    GroupAccess access = access(request.group());
    Duration away = roundTrips.between(config.place(), request.leader()).orElse(Duration.ZERO);
    return new LeaderWatch(
            request.with(request.probes().over(away)),
            access.databases(),
            new ServiceProbe(http, access.services().get(request.leader())),
            threads,
            probes)
        .start();
  }

  private void closeIdle() {
    closeIf(watch -> watch.idleFor(IDLE_NANOS));
  }

  private void closeIf(Predicate<LeaderWatch> over) {
    watches
        .values()
        .removeIf(
            watch -> {
              boolean close = over.test(watch);
              if (close) {
                watch.close();
              }
              return close;
            });
  }

  @Override
  public Receipt awaitServing(ServingRequest request) {
    ServiceProbe service =
        new ServiceProbe(http, access(request.group()).services().get(request.region()));
    long deadline = System.nanoTime() + READY_NANOS;
    String problem = "not ready";
    while (System.nanoTime() < deadline) {
      try {
        if (service.ready()) {
          return Receipt.done("the service of " + request.region() + " takes writes");
        }
        TimeUnit.MILLISECONDS.sleep(50);
      } catch (IOException e) {
        problem = String.valueOf(e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    throw Failures.of(
        FailureTypes.NOT_READY, "the service of " + request.region() + ": " + problem);
  }

  private GroupAccess access(String group) {
    GroupAccess access = config.groups().get(group);
    if (access == null) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST, "place " + config.place() + " knows no group " + group);
    }
    return access;
  }
}
