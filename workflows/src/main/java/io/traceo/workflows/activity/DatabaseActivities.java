package io.traceo.workflows.activity;

import io.temporal.activity.ActivityInterface;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a failover asks of a group's databases. A member is named by its region; every method looks
 * before it changes and is safe to repeat. Positions are bytes of the write-ahead log and compare
 * within one timeline only.
 *
 * <p>Failures: {@code Unreachable} and {@code NotReady} are retried; {@code StaleEpoch}, {@code
 * Conflict}, {@code ResidencyViolation} are final.
 */
@ActivityInterface(namePrefix = "Database")
public interface DatabaseActivities {

  /** State of every member; an unreachable one is reported, never an error. */
  Survey survey(SurveyRequest request);

  /**
   * Cuts a standby off its upstream: conninfo emptied, no receiver left, epoch written; then reads
   * its position. Refuses a member whose epoch is higher ({@code StaleEpoch}) or that is no standby
   * ({@code Conflict}). One that was armed for somebody else than the leader is taken away only
   * when that one does not lead and can't be promoted any more ({@code Conflict}, nothing changed),
   * or does not answer. Sealed again with the same epoch, it answers its position again.
   */
  SealedMember seal(SealRequest request);

  /**
   * Undoes seal and arm after an abort: raises the member's epoch to the given one, gives its
   * synchronous set back, empty but for an old leader's, and lets it follow the given upstream
   * again.
   */
  Receipt unseal(UnsealRequest request);

  /**
   * Before promotion: the target's synchronous set is the survivors and whoever returns, each
   * survivor streams from the target ({@code sender_host} seen). Empty for an asynchronous group.
   */
  Receipt arm(ArmRequest request);

  /**
   * One guarded statement: promotes only with this epoch, no receiver and the expected position.
   * The point of no return. A target that already leads under this epoch is {@code ALREADY}.
   */
  Promotion promote(PromoteRequest request);

  /** Planned switch: no new writes on the leader, writes under way finished. */
  Receipt drain(DrainRequest request);

  /** Undoes {@link #drain}. */
  Receipt undrain(DrainRequest request);

  /** Planned switch: waits until every named follower has replayed the leader's position. */
  CatchUp awaitCatchUp(CatchUpRequest request);

  /** After promotion: timeline, position, epoch, heartbeat and a synthetic transaction. */
  Verification verify(VerifyRequest request);

  /**
   * After a failover: the declared members stream from the leader and its synchronous set names all
   * of them; changes the set only in the safe order. {@code NotReady} until they do.
   */
  Receipt awaitCopies(CopiesRequest request);

  /** On the member's own place: stops the server at once, so that any start comes up read-only. */
  Receipt fence(FenceRequest request);

  /** On the member's own place: clean stop of a drained leader; its last position. */
  Stopped stopLeader(FenceRequest request);

  /** On the member's own place: starts a stopped leader again as leader; undo of stopLeader. */
  Receipt restartLeader(FenceRequest request);

  /**
   * On the member's own place: the old leader comes back as a standby of the new one. Follows when
   * its last position is at or before the first fork, else its folder is kept and a new one seeded.
   */
  Rejoined rejoin(RejoinRequest request);

  record SurveyRequest(String group, List<String> regions) {}

  record Survey(List<MemberState> members) {
    public Survey {
      members = List.copyOf(members);
    }
  }

  /**
   * State of one member.
   *
   * @param reachable whether it answered at all; nothing below counts when it didn't
   * @param standby in recovery
   * @param timeline of its position
   * @param position leader: written and flushed; standby: greater of received and replayed
   * @param epoch highest epoch it knows
   * @param systemIdentifier identity of the cluster
   * @param upstream region it streams from, null when it doesn't
   * @param synchronousSet regions in its synchronous set
   * @param quorum k of its synchronous set, 0 when there is none
   * @param problem why it isn't reachable, else null
   */
  record MemberState(
      String region,
      boolean reachable,
      boolean standby,
      int timeline,
      long position,
      long epoch,
      @Nullable String systemIdentifier,
      @Nullable String upstream,
      List<String> synchronousSet,
      int quorum,
      @Nullable String problem) {
    public MemberState {
      synchronousSet = synchronousSet == null ? List.of() : List.copyOf(synchronousSet);
    }

    /** What a seal of it would say if nothing moved any more; proves nothing by itself. */
    public SealedMember asSealed() {
      return new SealedMember(region, timeline, position, epoch, String.valueOf(systemIdentifier));
    }
  }

  /**
   * @param leader whom it is cut off from; whoever else it may follow is asked first. Null of a run
   *     that an earlier version began: nobody is asked
   */
  record SealRequest(String group, String region, @Nullable String leader, long epoch) {}

  record SealedMember(
      String region, int timeline, long position, long epoch, String systemIdentifier) {}

  /**
   * @param upstream region to follow again; null when it followed nobody
   * @param epoch above the one it was sealed with
   * @param synchronousSet its own before, empty but for an old leader
   * @param quorum k of that set
   */
  record UnsealRequest(
      String group,
      String region,
      @Nullable String upstream,
      long epoch,
      List<String> synchronousSet,
      int quorum) {
    public UnsealRequest {
      synchronousSet = synchronousSet == null ? List.of() : List.copyOf(synchronousSet);
    }

    /** Of a follower. */
    public UnsealRequest(String group, String region, String upstream, long epoch) {
      this(group, region, upstream, epoch, List.of(), 0);
    }
  }

  /**
   * @param survivors follow the target from now on
   * @param returning in the set too, but follow only after the promotion
   */
  record ArmRequest(
      String group,
      String target,
      List<String> survivors,
      List<String> returning,
      int quorum,
      long epoch) {
    public ArmRequest {
      survivors = List.copyOf(survivors);
      returning = returning == null ? List.of() : List.copyOf(returning);
    }
  }

  record PromoteRequest(String group, String target, long epoch, int timeline, long position) {}

  /**
   * @param timeline the new one
   * @param forkPosition where it left the old one
   */
  record Promotion(String region, int timeline, long forkPosition, String outcome) {}

  record DrainRequest(String group, String leader, long epoch, Duration patience) {}

  record CatchUpRequest(String group, String leader, List<String> followers) {
    public CatchUpRequest {
      followers = List.copyOf(followers);
    }
  }

  /**
   * @param position of the leader that all have reached
   * @param lagMs largest replay lag of a read replica
   */
  record CatchUp(long position, long lagMs) {}

  /**
   * @param atLeast position that was acknowledged before the switch
   */
  record VerifyRequest(String group, String target, long epoch, int timeline, long atLeast) {}

  record Verification(List<Check> checks) {
    public Verification {
      checks = List.copyOf(checks);
    }

    /** Whether every check passed. */
    public boolean passed() {
      return checks.stream().allMatch(Check::ok);
    }
  }

  record Check(String name, boolean ok, String detail) {}

  record CopiesRequest(
      String group, String leader, List<String> followers, int quorum, long epoch) {
    public CopiesRequest {
      followers = List.copyOf(followers);
    }
  }

  record FenceRequest(String group, String region, long epoch) {}

  record Stopped(String region, int timeline, long position) {}

  record RejoinRequest(String group, String region, String leader, long epoch) {}

  /**
   * @param how {@code FOLLOWED}, {@code RESEEDED} or {@code ALREADY}
   * @param keptFolder where the old data folder was kept after a re-seed
   * @param divergedBytes log past the fork that only this member had
   * @param alone what that was, null when it had nothing of its own
   */
  record Rejoined(
      String region,
      String how,
      @Nullable String keptFolder,
      long divergedBytes,
      @Nullable Alone alone) {
    /** Without anything of its own. */
    public Rejoined(String region, String how, @Nullable String keptFolder, long divergedBytes) {
      this(region, how, keptFolder, divergedBytes, null);
    }
  }

  /**
   * The log that one member alone had; it stays in its folder, raw.
   *
   * @param region where it is, and stays
   * @param folder the data folder that was kept, its log in {@code pg_wal}
   * @param fork first byte that nobody else has
   * @param end the byte after the last
   * @param segmentBytes size of the log's files
   * @param commits transactions committed in it
   * @param records of the log
   * @param recordBytes of these records
   * @param notCounted why there are no counts, null when there are
   * @param sha256 of the raw bytes from the fork to the end, null when they could not be read
   * @param notHashed why there is no hash, null when there is
   */
  record Alone(
      String region,
      String folder,
      long fork,
      long end,
      long segmentBytes,
      long commits,
      long records,
      long recordBytes,
      @Nullable String notCounted,
      @Nullable String sha256,
      @Nullable String notHashed) {

    /** The same with its hash, or why there is none. */
    public Alone hashed(@Nullable String hash, @Nullable String problem) {
      return new Alone(
          region,
          folder,
          fork,
          end,
          segmentBytes,
          commits,
          records,
          recordBytes,
          notCounted,
          hash,
          problem);
    }

    /** In words: how much, what, where it is kept. */
    public String text() {
      return "had "
          + (end - fork)
          + " bytes alone, from "
          + fork
          + " to "
          + end
          + ": "
          + (notCounted == null
              ? commits + " commits in " + records + " records of " + recordBytes + " bytes"
              : "not counted: " + notCounted)
          + ", "
          + (sha256 == null ? "not hashed: " + notHashed : "SHA-256 " + sha256)
          + "; kept in "
          + region
          + ", "
          + folder;
    }
  }
}
