package io.traceo.activities.health;

import io.traceo.workflows.activity.HealthActivities.View;
import io.traceo.workflows.topology.ProbeSettings;
import org.jspecify.annotations.Nullable;

/**
 * What an observer makes of its probes: outcomes in, view out. Holds no clock; not thread-safe.
 *
 * <p>A probe is a heartbeat row written with local commit; its connection is the connect probe. The
 * second heartbeat waits for the quorum.
 */
final class ProbeJudge {
  private static final long FIRST_ROUND_NANOS = 5_000_000_000L;

  private final ProbeSettings settings;
  private int failures;
  private int silent;
  private int denials;
  private boolean reached;
  private boolean readOnly;
  private final long startedNanos;
  private boolean judged;
  private boolean everSucceeded;
  private @Nullable View last;
  private String lastProblem = "";
  private long firstFailureNanos;
  private long rowsSeen = -1;
  private long baselineNanos;
  private boolean quiet;
  private long freshRowNanos;
  private long syncOpenSinceNanos = Long.MIN_VALUE;

  ProbeJudge(ProbeSettings settings, long nowNanos) {
    this.settings = settings;
    this.startedNanos = nowNanos;
  }

  /** A probe wrote its row. */
  void succeeded() {
    failures = 0;
    // What logged in and is still under way says so again by its own end.
    reached = false;
    readOnly = false;
    silent = 0;
    baselineNanos = 0;
    quiet = false;
    freshRowNanos = 0;
    denials = 0;
    everSucceeded = true;
    judged = true;
  }

  /**
   * A probe failed.
   *
   * @param outcome null when there was no answer at all
   */
  void failed(@Nullable ProbeOutcome outcome, String problem, long nowNanos) {
    if (outcome == ProbeOutcome.DENIED) {
      denied(problem);
      return;
    }
    if (failures == 0) {
      firstFailureNanos = nowNanos;
    }
    failures++;
    silent += outcome == null ? 1 : 0;
    if (outcome != null) {
      reached = outcome == ProbeOutcome.STORAGE;
    }
    readOnly = outcome == ProbeOutcome.READ_ONLY;
    lastProblem = problem;
    // An observer that has just started is slow itself: its first failures say nothing yet.
    judged |=
        failures >= settings.failures()
            && (everSucceeded || nowNanos - startedNanos > FIRST_ROUND_NANOS);
    judgeRefusals();
  }

  /**
   * What an observer that has just started can't take for its own slowness: nobody listens there,
   * time after time, and a standby that it did reach gets no new rows.
   */
  private void judgeRefusals() {
    judged |= failures >= settings.failures() && silent == 0 && quiet;
  }

  /** A server that refuses this observer lives; what it refuses is no sign of its death. */
  private void denied(String problem) {
    failures = 0;
    silent = 0;
    denials++;
    lastProblem = problem;
    judged |= denials >= settings.failures();
  }

  /** The observer itself stood still: what it saw before is void until a fresh round. */
  void stoodStill() {
    failures = 0;
    reached = false;
    readOnly = false;
    silent = 0;
    denials = 0;
    judged = false;
    last = null;
    baselineNanos = 0;
    quiet = false;
    freshRowNanos = 0;
    syncOpenSinceNanos = Long.MIN_VALUE;
  }

  /** A probe that may still fail has logged in: what fails is not the connection. */
  void reached() {
    // Each probe of one in recovery logs in anew: what the last one said stands until it ends.
    reached = !readOnly;
  }

  /**
   * A standby was looked at. The first look after probes began to fail only sets the mark: what was
   * under way then is no sign of life. Quiet counts once every other observer's interval has
   * passed.
   *
   * @param sum of all heartbeat numbers there; it grows with every new row
   */
  void looked(long sum, long nowNanos) {
    if (failures == 0) {
      rowsSeen = Math.max(rowsSeen, sum);
      return;
    }
    if (baselineNanos == 0) {
      baselineNanos = nowNanos;
    } else if (sum > rowsSeen) {
      freshRowNanos = nowNanos;
      quiet = false;
    } else if (nowNanos - baselineNanos >= quietNanos()
        && nowNanos - freshRowNanos >= quietNanos()) {
      quiet = true;
      judgeRefusals();
    }
    rowsSeen = Math.max(rowsSeen, sum);
  }

  /** The synchronous heartbeat began; it is open until {@link #syncDone}. */
  void syncStarted(long nowNanos) {
    if (syncOpenSinceNanos == Long.MIN_VALUE) {
      syncOpenSinceNanos = nowNanos;
    }
  }

  /** The synchronous heartbeat was confirmed, or failed and leaves the question to the other. */
  void syncDone() {
    syncOpenSinceNanos = Long.MIN_VALUE;
  }

  /** Whether probes failed since the last one that did not. */
  boolean failing() {
    return failures > 0;
  }

  /** The view now; null before the first full round. */
  @Nullable View view(long nowNanos) {
    last = judge(nowNanos);
    return last;
  }

  private @Nullable View judge(long nowNanos) {
    if (!judged) {
      return null;
    }
    if (failures >= settings.failures()) {
      if (freshRowNanos != 0 && !quiet) {
        return View.UNREACHABLE_FROM_HERE;
      }
      if (!quiet && nowNanos - firstFailureNanos < witnessNanos()) {
        // No standby has been asked long enough yet: what was seen before still stands.
        return last;
      }
      if (readOnly) {
        return View.READ_ONLY;
      }
      return reached ? View.STORAGE_DEAD : View.DEAD;
    }
    if (denials >= settings.failures()) {
      return View.NO_ACCESS;
    }
    if (syncOpenSinceNanos != Long.MIN_VALUE && nowNanos - syncOpenSinceNanos > hangNanos()) {
      return View.QUORUM_LOST;
    }
    return View.HEALTHY;
  }

  /**
   * Every observer writes once an interval, give or take. Where probes are silent rather than
   * refused the network may be to blame, and then it holds up the standbys' rows as well.
   */
  private long quietNanos() {
    return silent == 0
        ? settings.interval().multipliedBy(6).dividedBy(5).toNanos()
        : settings.interval().plus(settings.timeout()).toNanos();
  }

  /** Standbys that don't answer for so long can't contradict. */
  private long witnessNanos() {
    return settings.interval().plus(settings.timeout()).multipliedBy(2).toNanos();
  }

  private long hangNanos() {
    return settings.interval().multipliedBy(settings.failures()).plus(settings.timeout()).toNanos();
  }

  String detail() {
    if (failures == 0) {
      return denials == 0
          ? "probes answered"
          : "refused " + denials + " times in a row: " + lastProblem;
    }
    return failures + " probes failed in a row, " + silent + " of them silent: " + lastProblem;
  }
}
