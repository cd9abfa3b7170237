package io.traceo.workflows.activity;

import io.temporal.activity.ActivityInterface;
import io.traceo.workflows.topology.ProbeSettings;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an observer in one place sees. */
@ActivityInterface(namePrefix = "Health")
public interface HealthActivities {

  /**
   * Watches the leader from this place until what it sees differs from {@code lastView} or its
   * concerns from {@code lastConcerns}; the first call, with no last view, returns after its first
   * round. Heartbeats; never retried by the server, the workflow schedules it again.
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
    /**
     * Answers, but in recovery: it was started again and leads no more, as if dead; no standby sees
     * new heartbeat rows. It may be sealed and chosen like any other member.
     */
    READ_ONLY,
    /** Connects and commits locally, but synchronous commit hangs: never a reason to promote. */
    QUORUM_LOST,
    /** This observer cannot connect, yet a standby sees new heartbeat rows: page, no more. */
    UNREACHABLE_FROM_HERE,
    /**
     * The leader lives and refuses the observer itself: wrong secret, missing right or table, no
     * free slot. No vote; somebody has to mend the observer's access.
     */
    NO_ACCESS;

    /** Whether whoever sees this was answered by a leader. */
    public boolean reachesLeader() {
      return this == HEALTHY || this == QUORUM_LOST || this == NO_ACCESS;
    }

    /** Whether nobody leads there any more, as far as whoever sees this can tell. */
    public boolean callsItGone() {
      return this == DEAD || this == STORAGE_DEAD || this == READ_ONLY;
    }
  }

  /** What is watched beside life and death; a page and no more. */
  enum Concern {
    /** The observer itself is refused. */
    ACCESS,
    /** The region's service endpoint is not well under a living leader. */
    SERVICE,
    /** Heartbeats take longer than their limit. */
    NETWORK,
    /** Rows reach the freshest standby later than their limit. */
    FRESHNESS
  }

  /**
   * @param observer the place, for example {@code us-west-2} or {@code control}
   * @param leader region to watch
   * @param standbys regions whose heartbeat rows this observer may read as a witness
   * @param lastView what this observer last reported, null at first
   * @param lastConcerns and beside it
   */
  record ObserveRequest(
      String group,
      String observer,
      String leader,
      List<String> standbys,
      long epoch,
      ProbeSettings probes,
      @Nullable View lastView,
      List<Concern> lastConcerns) {
    public ObserveRequest {
      standbys = List.copyOf(standbys);
      lastConcerns = lastConcerns == null ? List.of() : List.copyOf(lastConcerns);
    }

    /** The same with other settings. */
    public ObserveRequest with(ProbeSettings other) {
      return new ObserveRequest(
          group, observer, leader, standbys, epoch, other, lastView, lastConcerns);
    }
  }

  /**
   * @param observedAtMillis when the view changed, by this observer's wall clock
   * @param detail what failed and how: refused and silent are told apart
   * @param concerns what is over its limit under a living leader, each with its words
   * @param networkMs last round trip to the leader, null when none
   * @param freshnessMs age of the newest heartbeat row at the freshest standby, null when unknown
   * @param leaderPosition last log position that was seen on the leader, null when none was
   * @param positionAtMillis when, by this observer's wall clock
   * @param bytesPerSecond the highest rate at which it wrote log lately, null when unknown
   */
  record Observation(
      String observer,
      String leader,
      View view,
      long observedAtMillis,
      String detail,
      Map<Concern, String> concerns,
      @Nullable Long networkMs,
      @Nullable Long freshnessMs,
      @Nullable Long leaderPosition,
      @Nullable Long positionAtMillis,
      @Nullable Long bytesPerSecond) {
    public Observation {
      Map<Concern, String> sorted = new EnumMap<>(Concern.class);
      sorted.putAll(concerns == null ? Map.of() : concerns);
      concerns = Collections.unmodifiableMap(sorted);
    }

    /** Of an observer that has seen no position. */
    public Observation(
        String observer,
        String leader,
        View view,
        long observedAtMillis,
        String detail,
        Map<Concern, String> concerns,
        @Nullable Long networkMs,
        @Nullable Long freshnessMs) {
      this(
          observer,
          leader,
          view,
          observedAtMillis,
          detail,
          concerns,
          networkMs,
          freshnessMs,
          null,
          null,
          null);
    }
  }

  record ServingRequest(String group, String region, long epoch) {}
}
