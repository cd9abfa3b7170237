package io.traceo.workflows.group;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The incident that is open: what people and alerts outside say about the group.
 *
 * @param id given by the group, for example {@code na-3}
 * @param sinceMillis when the first report came, by Temporal's clock
 * @param leader who led then
 * @param sources who reported, with the names that were proven; bounded
 * @param alerts how many different ones, so far
 * @param firing how many of them were not taken back
 * @param summary of the first report
 * @param state what is done about it
 * @param answeredBy workflow id of the failover that answers it, null while none does
 * @param heardAtMillis when the last report came
 */
public record OpenIncident(
    String id,
    long sinceMillis,
    String leader,
    List<String> sources,
    long alerts,
    long firing,
    String summary,
    State state,
    @Nullable String answeredBy,
    long heardAtMillis) {
  public OpenIncident {
    sources = sources == null ? List.of() : List.copyOf(sources);
  }

  /** What is done about it. */
  public enum State {
    /** Recorded only: the topology says so. */
    RECORDED,
    /** The observers look. */
    VERIFYING,
    /** The observers call the leader dead. */
    CONFIRMED,
    /** The observers say that the leader is well. */
    LEADER_WELL,
    /** A failover runs, or ran, because of it. */
    ANSWERED
  }

  /** One line for people. */
  public String text() {
    return id
        + ", "
        + state
        + ", since "
        + Instant.ofEpochMilli(sinceMillis)
        + ": "
        + summary
        + " ("
        + alerts
        + (alerts == 1 ? " alert, " : " alerts, ")
        + firing
        + " still firing, from "
        + String.join(", ", sources)
        + ")"
        + (answeredBy == null ? "" : ", answered by " + answeredBy);
  }

  OpenIncident firing(long left, long now) {
    return new OpenIncident(
        id, sinceMillis, leader, sources, alerts, left, summary, state, answeredBy, now);
  }

  OpenIncident in(State other) {
    return new OpenIncident(
        id,
        sinceMillis,
        leader,
        sources,
        alerts,
        firing,
        summary,
        other,
        answeredBy,
        heardAtMillis);
  }

  OpenIncident answered(String run) {
    return new OpenIncident(
        id, sinceMillis, leader, sources, alerts, firing, summary, state, run, heardAtMillis);
  }
}
