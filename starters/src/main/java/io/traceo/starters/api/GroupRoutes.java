package io.traceo.starters.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.traceo.starters.api.ProblemException.Kind;
import io.traceo.starters.api.TemporalCalls.NoSuchRunException;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.group.FreezeOrder;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Groups: how they are, what they would do, and holding them. */
record GroupRoutes(KnownGroups groups, TemporalCalls temporal, Clock clock, Executor beside) {
  private static final int AT_ONCE = 8;

  GroupRoutes(KnownGroups groups, TemporalCalls temporal, Clock clock) {
    this(
        groups,
        temporal,
        clock,
        Executors.newFixedThreadPool(
            AT_ONCE,
            work -> {
              Thread thread = new Thread(work, "groups");
              thread.setDaemon(true);
              return thread;
            }));
  }

  List<Endpoint> all() {
    Set<Role> viewer = Set.of(Role.VIEWER);
    return List.of(
        Endpoint.read("/v1/groups", viewer, this::list),
        Endpoint.read("/v1/groups/{group}", viewer, this::status),
        Endpoint.read("/v1/groups/{group}/explain", viewer, this::explain),
        Endpoint.change("/v1/groups/{group}/freeze", Role.OPERATOR, "Freeze", this::freeze),
        Endpoint.change("/v1/groups/{group}/unfreeze", Role.OPERATOR, "Reason", this::unfreeze));
  }

  private Answer list(Call call) {
    List<CompletableFuture<Row>> rows =
        groups.ids().stream()
            .map(group -> CompletableFuture.supplyAsync(() -> row(group), beside))
            .toList();
    return Answer.ok(Map.of("groups", rows.stream().map(CompletableFuture::join).toList()));
  }

  private Row row(String group) {
    try {
      JsonNode status = temporal.query(WorkflowIds.group(group), "status", JsonNode.class);
      return new Row(
          group,
          status.path("leader").asText(),
          status.path("epoch").asLong(),
          status.path("armed").asBoolean(),
          status.path("verdict").asText(),
          null);
    } catch (NoSuchRunException e) {
      return new Row(group, null, null, null, null, "no workflow watches it");
    } catch (ProblemException | TemporalCalls.RefusedException e) {
      return new Row(group, null, null, null, null, e.getMessage());
    }
  }

  private Answer status(Call call) {
    String group = named(call);
    return Answer.ok(
        watched(group, () -> temporal.query(WorkflowIds.group(group), "status", JsonNode.class)));
  }

  private Answer explain(Call call) {
    String group = named(call);
    boolean fresh = call.flag("fresh");
    return Answer.ok(
        watched(
            group,
            () ->
                fresh
                    ? temporal.update(
                        WorkflowIds.group(group),
                        "explainNow",
                        UUID.randomUUID().toString(),
                        null,
                        JsonNode.class)
                    : temporal.query(WorkflowIds.group(group), "explain", JsonNode.class)));
  }

  private Answer freeze(Call call) {
    String group = named(call);
    String until = call.text("until");
    Long untilMillis = null;
    if (until != null) {
      Instant end = IncidentRoutes.moment(until, "until", clock.instant());
      if (!end.isAfter(clock.instant())) {
        throw ProblemException.of(Kind.INVALID, "field until is over already: " + until);
      }
      untilMillis = end.toEpochMilli();
    }
    return order(call, group, "freeze", untilMillis);
  }

  private Answer unfreeze(Call call) {
    return order(call, named(call), "unfreeze", null);
  }

  private Answer order(Call call, String group, String update, @Nullable Long untilMillis) {
    FreezeOrder order =
        new FreezeOrder(call.caller().user(), call.required("reason").strip(), untilMillis);
    Receipt receipt =
        watched(
            group,
            () ->
                temporal.update(
                    WorkflowIds.group(group),
                    update,
                    UUID.randomUUID().toString(),
                    order,
                    Receipt.class));
    call.note(receipt.outcome() + ": " + receipt.detail());
    return Answer.ok(receipt);
  }

  private String named(Call call) {
    String group = call.parameter("group");
    call.about(group);
    return groups.require(group);
  }

  private static <T> T watched(String group, Supplier<T> question) {
    try {
      return question.get();
    } catch (NoSuchRunException e) {
      throw ProblemException.later(
          Kind.UNAVAILABLE,
          "no workflow watches group " + group + " yet; its control workers start it",
          30);
    }
  }

  /**
   * One group of the list.
   *
   * @param trouble why nothing else is known; null when it is
   */
  record Row(
      String group,
      @Nullable String leader,
      @Nullable Long epoch,
      @Nullable Boolean armed,
      @Nullable String verdict,
      @Nullable String trouble) {}
}
