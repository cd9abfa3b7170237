package io.traceo.starters.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.traceo.starters.api.ProblemException.Kind;
import io.traceo.workflows.group.IncidentAnswer;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Incidents that a person or a program reports, other than Alertmanager. */
record IncidentRoutes(
    KnownGroups groups, IncidentDesk desk, Clock clock, Cache<String, JsonNode> bodies) {
  private static final int MOST_IDS = 10_000;

  /** Ids are known for a day; the group itself knows those of its open incident for good. */
  IncidentRoutes(KnownGroups groups, IncidentDesk desk, Clock clock) {
    this(
        groups,
        desk,
        clock,
        Caffeine.newBuilder().maximumSize(MOST_IDS).expireAfterWrite(Duration.ofDays(1)).build());
  }

  List<Endpoint> all() {
    return List.of(
        Endpoint.report("/v1/incidents", "NewIncident", this::report),
        Endpoint.report("/v1/incidents/{id}/resolve", "EndOfIncident", this::resolve));
  }

  private CompletableFuture<Answer> report(Call call) {
    String group = call.required("group");
    call.about(group);
    call.because(call.required("summary"));
    groups.require(group);
    String region = groups.requireRegion(call.text("region"));
    String given = call.text("id");
    String id = given == null ? UUID.randomUUID().toString() : given;
    requireSame(id, call.body());
    return tell(
        call,
        new IncidentItem(
            group,
            region,
            "api",
            call.caller().user(),
            true,
            id,
            moment(call.text("startsAt"), "startsAt", clock.instant()).toEpochMilli(),
            call.required("summary"),
            Map.of()));
  }

  private void requireSame(String id, JsonNode body) {
    JsonNode before = bodies.get(id, unused -> body);
    if (!body.equals(before)) {
      throw ProblemException.of(
          Kind.CONFLICT,
          "incident \"" + id + "\" was reported with another body before; take another id");
    }
  }

  private CompletableFuture<Answer> resolve(Call call) {
    String group = call.required("group");
    call.about(group);
    groups.require(group);
    return tell(
        call,
        new IncidentItem(
            group,
            groups.requireRegion(call.text("region")),
            "api",
            call.caller().user(),
            false,
            call.parameter("id"),
            clock.millis(),
            call.required("reason"),
            Map.of()));
  }

  private CompletableFuture<Answer> tell(Call call, IncidentItem item) {
    return desk.report(item)
        .thenApply(
            answer -> {
              call.note(said(answer));
              return Answer.ok(new Taken(item.key(), item.group(), item.firing(), answer));
            });
  }

  /** What a group answered, in a line. */
  static String said(IncidentAnswer answer) {
    return answer.state()
        + (answer.incident() == null ? "" : " " + answer.incident())
        + ": "
        + answer.detail();
  }

  /** A time with its offset, as ISO 8601 has it. */
  static Instant moment(@Nullable String text, String field, Instant otherwise) {
    if (text == null) {
      return otherwise;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw ProblemException.of(
          Kind.INVALID, "field " + field + " is a time such as 2026-11-27T03:00:00Z");
    }
  }

  /** What came of a report. */
  record Taken(
      String id,
      String group,
      boolean firing,
      @Nullable String incident,
      IncidentAnswer.State state,
      String detail,
      @Nullable String run) {
    Taken(String id, String group, boolean firing, IncidentAnswer answer) {
      this(
          id,
          group,
          firing,
          answer.incident(),
          answer.state(),
          answer.detail(),
          answer.run() == null ? null : RunId.of(answer.run()));
    }
  }
}
