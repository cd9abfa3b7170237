package io.traceo.starters.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.traceo.starters.api.AlertWebhook.Alert;
import io.traceo.starters.api.ProblemException.Kind;
import io.traceo.workflows.group.IncidentAnswer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Alertmanager's webhook. Alerts with {@code traceo_incident="true"} are incidents, each of the
 * group that it names; all others are answered and start nothing. One that names no group of this
 * API is answered with 422 once the others were taken: Alertmanager tries that not again, counts it
 * as failed, and writes into its log what is wrong.
 */
record AlertRoutes(KnownGroups groups, IncidentDesk desk, Door door, Clock clock) {

  List<Endpoint> all() {
    return List.of(Endpoint.report("/v1/alerts", "AlertmanagerWebhook", this::take));
  }

  private CompletableFuture<Answer> take(Call call) {
    AlertWebhook webhook = AlertWebhook.of(call.body());
    door.alsoAlerts(call.caller(), webhook.alerts().size() - 1L);
    List<Alert> incidents = webhook.alerts().stream().filter(Alert::incident).toList();
    if (incidents.isEmpty()) {
      call.nothingToChange();
      return CompletableFuture.completedFuture(
          Answer.ok(new Outcome(List.of(), webhook.alerts().size(), webhook.truncated())));
    }
    List<String> notTaken = new ArrayList<>();
    List<CompletableFuture<IncidentAnswer>> all = new ArrayList<>();
    Map<Said, Told> told = new LinkedHashMap<>();
    for (Alert alert : incidents) {
      String group = alert.label("group");
      String against = against(alert, webhook.truncated());
      if (group == null || against != null) {
        notTaken.add(alert.inWords() + ": " + against);
        continue;
      }
      CompletableFuture<IncidentAnswer> answer =
          desk.report(item(call, group, alert, webhook.truncated()));
      all.add(answer);
      told.merge(
          new Said(group, alert.label("region"), alert.firing()),
          new Told(1, answer),
          (before, now) -> new Told(before.alerts() + now.alerts(), now.answer()));
    }
    call.about(String.join(",", told.keySet().stream().map(Said::group).distinct().toList()));
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
        .thenApply(
            unused ->
                answer(
                    call,
                    new Outcome(
                        told.entrySet().stream()
                            .map(e -> Accepted.of(e.getKey(), e.getValue()))
                            .toList(),
                        webhook.alerts().size() - incidents.size(),
                        webhook.truncated()),
                    notTaken));
  }

  /** Why an alert can't be taken; null when it can. */
  private @Nullable String against(Alert alert, long truncated) {
    String group = alert.label("group");
    if (group == null) {
      return "it has no label \"group\"";
    }
    if (!groups.has(group)) {
      return "group \"" + group + "\" is not here; there are " + String.join(", ", groups.ids());
    }
    String region = alert.label("region");
    if (region != null && groups.topology().region(region).isEmpty()) {
      return "region \""
          + region
          + "\" is not in the topology; leave the label out where the alert"
          + " follows the leader";
    }
    if (!alert.firing() && truncated > 0) {
      return "Alertmanager left out "
          + truncated
          + " alerts of this webhook, which may still fire; the incident stays open";
    }
    return null;
  }

  private IncidentItem item(Call call, String group, Alert alert, long truncated) {
    Map<String, String> labels = new LinkedHashMap<>(alert.labels());
    String more = "";
    if (truncated > 0) {
      labels.put("truncatedAlerts", Long.toString(truncated));
      more = " (Alertmanager left out " + truncated + " alerts)";
    }
    return new IncidentItem(
        group,
        alert.label("region"),
        "alertmanager",
        call.caller().user(),
        alert.firing(),
        alert.key(),
        alert.startsAtMillis(clock.millis()),
        alert.summary() + more,
        labels);
  }

  private static Answer answer(Call call, Outcome outcome, List<String> notTaken) {
    JsonNode body = Answer.MAPPER.valueToTree(outcome);
    if (!notTaken.isEmpty()) {
      throw ProblemException.of(Kind.NOT_TAKEN, String.join("; ", notTaken), notTaken)
          .with("accepted", body.path("accepted"));
    }
    call.note(
        String.join(
            "; ",
            outcome.accepted().stream()
                .map(a -> a.group() + " " + a.state() + ", " + a.alerts() + " alerts")
                .toList()));
    return Answer.ok(body);
  }

  private record Said(String group, @Nullable String region, boolean firing) {}

  /** The last answer: a long webhook may need more than one Update. */
  private record Told(int alerts, CompletableFuture<IncidentAnswer> answer) {}

  /** What was made of a webhook. */
  record Outcome(List<Accepted> accepted, int ignored, long truncatedAlerts) {}

  /** What a group was told, and what it answered. */
  record Accepted(
      String group,
      @Nullable String region,
      boolean firing,
      int alerts,
      @Nullable String incident,
      IncidentAnswer.State state,
      String detail,
      @Nullable String run) {
    static Accepted of(Said said, Told told) {
      IncidentAnswer answer = told.answer().join();
      return new Accepted(
          said.group(),
          said.region(),
          said.firing(),
          told.alerts(),
          answer.incident(),
          answer.state(),
          answer.detail(),
          answer.run() == null ? null : RunId.of(answer.run()));
    }
  }
}
