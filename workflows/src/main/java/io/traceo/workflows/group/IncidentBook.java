package io.traceo.workflows.group;

import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.group.IncidentAnswer.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is reported about a group: one open incident, which every further report joins, the same one
 * again without effect. It promotes nobody. Plain state without waits or clock.
 */
final class IncidentBook {
  /** So many alerts are told apart; further ones are counted only. */
  static final int KEYS = 1000;

  private static final int SOURCES = 10;

  /** An alert that began before the last incident was over, and comes this much later, is of it. */
  private static final Duration LATE = Duration.ofMinutes(2);

  /** Alerts are repeated by their sources: one that nobody repeats was taken back unheard. */
  private static final Duration FORGOTTEN = Duration.ofHours(24);

  private final String group;
  private final Journal journal;
  private final Set<String> keys = new TreeSet<>();
  private long opened;
  private @Nullable OpenIncident open;
  private @Nullable String lastId;
  private long lastClosedMillis;

  IncidentBook(String group, Journal journal, KeptIncidents carried) {
    this.group = group;
    this.journal = journal;
    opened = carried.opened();
    open = carried.open();
    keys.addAll(carried.keys());
    lastId = carried.lastId();
    lastClosedMillis = carried.lastClosedMillis();
  }

  KeptIncidents kept() {
    return new KeptIncidents(opened, open, new ArrayList<>(keys), lastId, lastClosedMillis);
  }

  /** Null when none is. */
  @Nullable OpenIncident open() {
    return open;
  }

  /**
   * Takes a report.
   *
   * @param leader recorded now
   */
  IncidentAnswer take(IncidentReport report, String leader, long now) {
    return report.firing() ? fires(report, leader, now) : isTakenBack(report, now);
  }

  private IncidentAnswer fires(IncidentReport report, String leader, long now) {
    if (open == null
        && lastId != null
        && report.startsAtMillis() > 0
        && report.startsAtMillis() <= lastClosedMillis
        && now - lastClosedMillis < LATE.toMillis()) {
      return new IncidentAnswer(
          lastId, State.JOINED, "it is over; this alert was part of it", null);
    }
    OpenIncident before = open;
    boolean first = before == null;
    OpenIncident incident = before == null ? begin(report, leader, now) : before;
    long more = add(report);
    List<String> sources = new ArrayList<>(incident.sources());
    String source = source(report);
    if (!sources.contains(source) && sources.size() < SOURCES) {
      sources.add(source);
    }
    incident =
        new OpenIncident(
            incident.id(),
            incident.sinceMillis(),
            incident.leader(),
            sources,
            incident.alerts() + more,
            keys.size(),
            incident.summary(),
            incident.state(),
            incident.answeredBy(),
            now);
    open = incident;
    if (first) {
      journal.note("incident " + incident.text());
    }
    return answer(incident, first ? State.OPENED : State.JOINED);
  }

  private OpenIncident begin(IncidentReport report, String leader, long now) {
    opened++;
    return new OpenIncident(
        group + "-" + opened,
        now,
        leader,
        List.of(),
        0,
        0,
        report.summary(),
        OpenIncident.State.VERIFYING,
        null,
        now);
  }

  /** How many alerts are new; those without a key of their own come with the first that has one. */
  private long add(IncidentReport report) {
    long fresh = 0;
    List<String> reported = keysOf(report);
    for (String key : reported) {
      if (keys.contains(key)) {
        continue;
      }
      fresh++;
      if (keys.size() < KEYS) {
        keys.add(key);
      }
    }
    return fresh == 0 ? 0 : fresh + Math.max(0, report.alerts() - reported.size());
  }

  private IncidentAnswer isTakenBack(IncidentReport report, long now) {
    OpenIncident incident = open;
    if (incident == null) {
      return new IncidentAnswer(null, State.NONE, "no incident is open", null);
    }
    keys.removeAll(keysOf(report));
    OpenIncident left = incident.firing(keys.size(), now);
    open = left;
    if (!keys.isEmpty()) {
      return answer(left, State.JOINED);
    }
    close(now, "every alert was taken back");
    return answer(left, State.CLOSED);
  }

  /** A failover was begun because of the open incident, or while it is open. */
  void answeredBy(String workflowId) {
    if (open != null) {
      open = open.answered(workflowId);
    }
  }

  /**
   * What the observers say of it.
   *
   * @param recordOnly the topology says that a report leads to nothing
   * @param last newest failover
   */
  void look(
      Verdict verdict,
      boolean recordOnly,
      String leader,
      @Nullable FailoverSummary last,
      long now) {
    OpenIncident incident = open;
    if (incident == null) {
      return;
    }
    boolean well = verdict == Verdict.HEALTHY;
    if (well && last != null && moved(incident, leader, last)) {
      close(now, leader + " leads and is well, by " + last.workflowId());
      return;
    }
    if ((well || recordOnly) && now - incident.heardAtMillis() > FORGOTTEN.toMillis()) {
      close(now, "nobody has repeated it for " + FORGOTTEN.toHours() + " h");
      return;
    }
    OpenIncident.State state = state(incident, verdict, recordOnly, last);
    if (state != incident.state()) {
      open = incident.in(state);
      journal.note("incident " + incident.id() + ": " + state);
    }
  }

  private static boolean moved(OpenIncident incident, String leader, FailoverSummary last) {
    return List.of("RESUMED", "PROTECTED").contains(last.stage())
        && !leader.equals(incident.leader())
        && leader.equals(last.toRegion());
  }

  private static OpenIncident.State state(
      OpenIncident incident, Verdict verdict, boolean recordOnly, @Nullable FailoverSummary last) {
    String run = incident.answeredBy();
    boolean gaveUp =
        last != null
            && run != null
            && run.equals(last.workflowId())
            && List.of("REFUSED", "ABORTED", "FAILED").contains(last.stage());
    if (run != null && !gaveUp) {
      return OpenIncident.State.ANSWERED;
    }
    if (recordOnly) {
      return OpenIncident.State.RECORDED;
    }
    if (verdict.callsForFailover()) {
      return OpenIncident.State.CONFIRMED;
    }
    return verdict == Verdict.HEALTHY
        ? OpenIncident.State.LEADER_WELL
        : OpenIncident.State.VERIFYING;
  }

  private void close(long now, String why) {
    if (open != null) {
      journal.note("incident " + open.id() + " is over: " + why);
      lastId = open.id();
      lastClosedMillis = now;
      open = null;
      keys.clear();
    }
  }

  private static IncidentAnswer answer(OpenIncident incident, State state) {
    String doing =
        switch (incident.state()) {
          case RECORDED -> "recorded only, as the topology says";
          case VERIFYING -> "the observers look at " + incident.leader();
          case CONFIRMED -> "the observers call " + incident.leader() + " dead";
          case LEADER_WELL -> "the observers say that " + incident.leader() + " is well";
          case ANSWERED -> "answered by " + incident.answeredBy();
        };
    String detail =
        state == State.CLOSED
            ? "every alert was taken back"
            : doing + "; " + incident.firing() + " of " + incident.alerts() + " alerts fire";
    return new IncidentAnswer(incident.id(), state, detail, incident.answeredBy());
  }

  private static List<String> keysOf(IncidentReport report) {
    return report.keys().isEmpty() ? List.of(source(report)) : report.keys();
  }

  private static String source(IncidentReport report) {
    return report.source() + (report.by() == null ? "" : " (" + report.by() + ")");
  }
}
