package io.traceo.workflows.activity;

import io.temporal.activity.ActivityInterface;
import io.traceo.workflows.topology.ProbeSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an observer in one place sees. */
@ActivityInterface(namePrefix = "Health")
public interface HealthActivities {

  /**
   * Watches the leader from this place until what it sees differs from {@code lastView}; the first
   * call, with no last view, returns after its first round. Heartbeats; never retried by the
   * server, the workflow schedules it again.
   */
  Observation observe(ObserveRequest request);

  /** Waits until the region's service endpoint serves writes. {@code NotReady} until it does. */
  Receipt awaitServing(ServingRequest request);

  /** What an observer makes of the leader. */
  enum View {
    /** Connects, both heartbeats commit. */
    HEALTHY,
    /** No connection, and no standby in this observer's reach sees new heartbeat rows. */
    DEAD,
    /** Connects, but a local commit fails; no standby sees new heartbeat rows. */
    STORAGE_DEAD,
    /** Connects and commits locally, but synchronous commit hangs: never a reason to promote. */
    QUORUM_LOST,
    /** This observer cannot connect, yet a standby sees new heartbeat rows: page, no more. */
    UNREACHABLE_FROM_HERE
  }

  /**
   * @param observer the place, for example {@code us-west-2} or {@code control}
   * @param leader region to watch
   * @param standbys regions whose heartbeat rows this observer may read as a witness
   * @param lastView what this observer last reported, null at first
   */
  record ObserveRequest(
      String group,
      String observer,
      String leader,
      List<String> standbys,
      long epoch,
      ProbeSettings probes,
      @Nullable View lastView) {
    public ObserveRequest {
      standbys = List.copyOf(standbys);
    }
  }

  /**
   * @param observedAtMillis when the view changed, by this observer's wall clock
   * @param detail what failed and how: refused and silent are told apart
   * @param serviceProblem the region's service endpoint, null when well
   * @param networkMs last round trip to the leader, null when none
   * @param freshnessMs age of the newest heartbeat row at the freshest standby, null when unknown
   */
  record Observation(
      String observer,
      String leader,
      View view,
      long observedAtMillis,
      String detail,
      @Nullable String serviceProblem,
      @Nullable Long networkMs,
      @Nullable Long freshnessMs) {}

  record ServingRequest(String group, String region, long epoch) {}
}
