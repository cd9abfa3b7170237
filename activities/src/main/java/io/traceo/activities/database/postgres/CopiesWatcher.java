package io.traceo.activities.database.postgres;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Progress;
import io.traceo.workflows.activity.CopiesActivities.CopiesSeen;
import io.traceo.workflows.activity.CopiesActivities.CopiesWatch;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.copies.CopiesRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Watches who follows a leader, by the leader's own account. Whoever answers it has moved the time
 * of his last reply: two clocks are never compared. A leader that is not reached tells nothing, so
 * that nobody's silence is counted meanwhile.
 */
final class CopiesWatcher {
  private static final long STEP_MILLIS = 500;

  /** Replies come every second: as long tells who answers. */
  private static final long TO_BE_ALIVE_NANOS = 2_500_000_000L;

  private static final String FOLLOWERS =
      "SELECT application_name || '=' || coalesce(reply_time::text, '') FROM pg_stat_replication"
          + " WHERE state = 'streaming'";

  private final Member leader;
  private final Progress progress;
  private final Map<String, Heard> heard = new HashMap<>();

  /**
   * @param since first of the replies without a pause
   * @param last newest reply
   */
  private record Heard(String reply, long since, long last) {}

  CopiesWatcher(Member leader, Progress progress) {
    this.leader = leader;
    this.progress = progress;
  }

  CopiesSeen watch(CopiesWatch request) {
    long began = System.nanoTime();
    while (true) {
      progress.tell("watching who follows " + leader.region());
      try {
        long now = System.nanoTime();
        CopiesSeen seen = leader.with(c -> look(c, request, now));
        boolean looked = now - began >= TO_BE_ALIVE_NANOS;
        if (looked && (request.onceOnly() || changes(request, seen))) {
          return seen;
        }
      } catch (ApplicationFailure e) {
        if (!FailureTypes.UNREACHABLE.equals(e.getType()) || request.onceOnly()) {
          throw e;
        }
        heard.clear();
        began = System.nanoTime();
      }
      pause();
    }
  }

  private static boolean changes(CopiesWatch request, CopiesSeen seen) {
    return CopiesRule.next(request.recorded(), seen, request.followers(), request.quorum(), 0)
        != null;
  }

  private CopiesSeen look(java.sql.Connection connection, CopiesWatch request, long now)
      throws java.sql.SQLException {
    MemberState state = CopySetOnLeader.requireLeader(leader, connection, request.epoch());
    Map<String, String> replies = new HashMap<>();
    for (String row : Sql.column(connection, FOLLOWERS)) {
      int cut = row.indexOf('=');
      replies.put(row.substring(0, cut), row.substring(cut + 1));
    }
    List<String> alive = new ArrayList<>();
    List<String> silent = new ArrayList<>();
    for (String follower : request.followers()) {
      Heard at = hear(follower, replies.getOrDefault(follower, ""), now);
      if (now - at.last() >= request.silentAfter().toNanos()) {
        silent.add(follower);
      } else if (!at.reply().isEmpty() && at.last() - at.since() >= TO_BE_ALIVE_NANOS / 2) {
        alive.add(follower);
      }
    }
    return new CopiesSeen(alive, silent, state.synchronousSet(), state.quorum());
  }

  /** Silence counts from the first look on: before that nobody knows. */
  private Heard hear(String follower, String reply, long now) {
    Heard before = heard.get(follower);
    Heard at;
    if (before == null) {
      at = new Heard(reply, now, now);
    } else if (reply.isEmpty() || reply.equals(before.reply())) {
      boolean gone = reply.isEmpty();
      at = new Heard(reply, gone ? now : before.since(), before.last());
    } else {
      at = new Heard(reply, before.reply().isEmpty() ? now : before.since(), now);
    }
    heard.put(follower, at);
    return at;
  }

  private static void pause() {
    try {
      Thread.sleep(STEP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
