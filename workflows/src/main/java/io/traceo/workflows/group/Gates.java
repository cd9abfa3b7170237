package io.traceo.workflows.group;

import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.HealthActivities.Observation;
import io.traceo.workflows.group.Explanation.Gate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What holds back a failover that the verdict calls for, as far as the group itself decides it.
 * Nothing here holds the replacement of a leader that nobody reaches, but a freeze and maintenance,
 * which people have asked for. Plain state without waits or clock.
 */
record Gates(Definition definition, GrantBook book, Freezing freezing, Moves moves) {
  /** The gate of a group that has frozen itself. */
  static final String CHANGED_OUTSIDE = "CHANGED_OUTSIDE";

  /** The first that holds a move away from this leader now; null when none does. */
  @Nullable Gate first(String leader, List<Observation> votes, long now) {
    Gate resting = resting(leader, now);
    return resting == null ? unrest(votes, now) : resting;
  }

  /** Frozen, or in maintenance. What a drill announced goes on: that run was begun before. */
  @Nullable Gate resting(String leader, long now) {
    if (book.announces(Grant.Kind.FAILOVER, leader)) {
      return null;
    }
    Gate frozen = frozen(now);
    return frozen == null ? maintenance(now) : frozen;
  }

  /**
   * Why somebody may not begin to operate now; null when he may. What was begun goes on: a run that
   * a drill lends itself to is part of that.
   */
  @Nullable String refuses(Grant.Request asked, long now) {
    if (book.knows(asked.operationId()) || (asked.lentBy() != null && book.holds(asked.lentBy()))) {
      return null;
    }
    Gate frozen = frozen(now);
    if (frozen != null && asked.kind() != Grant.Kind.CAPACITY) {
      return frozen.why() + "; " + frozen.lifts();
    }
    boolean counts =
        asked.expects().stream().anyMatch(e -> e.kind() == Grant.Kind.FAILOVER)
            && asked.kind() == Grant.Kind.DRILL;
    Gate maintenance = maintenance(now);
    return counts && maintenance != null
        ? maintenance.why() + "; a drill needs a group that acts; " + maintenance.lifts()
        : null;
  }

  @Nullable Gate frozen(long now) {
    Freeze own = freezing.own();
    if (own != null) {
      return new Gate(
          CHANGED_OUTSIDE,
          own.text(),
          own.atMillis(),
          "somebody who knows which member is right: stop every other that takes writes, point the"
              + " write name to it, then traceo adopt "
              + definition.group().id()
              + " --reason \"...\"");
    }
    Freeze freeze = freezing.at(now);
    return freeze == null
        ? null
        : new Gate(
            "FROZEN",
            freeze.text(),
            freeze.atMillis(),
            "traceo unfreeze "
                + definition.group().id()
                + " --reason \"...\""
                + (freeze.untilMillis() == null ? "" : "; " + ends(freeze.untilMillis())));
  }

  @Nullable Gate maintenance(long now) {
    MaintenanceWindow window = window(now);
    return window == null
        ? null
        : new Gate(
            "MAINTENANCE",
            window.text(),
            window.fromMillis(),
            ends(window.untilMillis())
                + "; a person may move the group: traceo failover "
                + definition.group().id());
  }

  /** The window that this moment is in; null when it is in none. */
  @Nullable MaintenanceWindow window(long now) {
    List<MaintenanceWindow> windows = definition.maintenance();
    return windows == null
        ? null
        : windows.stream().filter(w -> w.holds(now)).findFirst().orElse(null);
  }

  /** Too soon, or too often, while somebody still reaches the leader. */
  @Nullable Gate unrest(List<Observation> votes, long now) {
    if (votes.stream().noneMatch(o -> o.view().reachesLeader())) {
      return null;
    }
    Gate flapping = flapping(now);
    return flapping == null ? cooldown(now) : flapping;
  }

  private @Nullable Gate flapping(long now) {
    // What an earlier version began is carried on as it was decided then.
    Long since =
        definition.maintenance() == null
            ? null
            : moves.flapsSince(definition.group().flapping(), now);
    if (since == null) {
      return null;
    }
    Duration within = definition.group().flapping().within();
    return new Gate(
        "FLAPPING",
        "flapping: %d moves or returns within %s, and somebody still reaches the leader"
            .formatted(definition.group().flapping().moves(), words(within)),
        since,
        ends(since + within.toMillis())
            + "; a leader that nobody reaches is replaced all the same; a person may move the group:"
            + " traceo failover "
            + definition.group().id());
  }

  private @Nullable Gate cooldown(long now) {
    Long moved = moves.lastMillis();
    Duration pause = definition.group().cooldown();
    return moved == null || now - moved >= pause.toMillis()
        ? null
        : new Gate(
            "COOLDOWN",
            "cooldown: the leader moved a short while ago and somebody still reaches it",
            moved,
            ends(moved + pause.toMillis())
                + "; a leader that nobody reaches is replaced all the same");
  }

  private static String ends(long atMillis) {
    return "ends at " + Instant.ofEpochMilli(atMillis);
  }

  private static String words(Duration time) {
    return time.toSeconds() % 60 == 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
  }
}
