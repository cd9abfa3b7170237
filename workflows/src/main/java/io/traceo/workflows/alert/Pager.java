package io.traceo.workflows.alert;

import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.AlertActivities;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.budget.Waits;
import io.traceo.workflows.contract.TaskQueues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends a run's pages beside its work: no step waits for one, and none that fails fails the run.
 * Sends nothing until the group's definition is known, which says whether there is a channel; what
 * was paged before is sent then. Workflow code.
 */
public final class Pager {
  private static final int MOST = 50;
  private static final Duration ATTEMPT = Duration.ofSeconds(30);
  private static final Duration WITHIN = Duration.ofHours(1);
  private static final Duration LAST_WAIT = Duration.ofSeconds(5);

  /** Said again within this time, it is not sent again. */
  private static final Duration FRESH = Duration.ofMinutes(10);

  private final Consumer<String> notes;
  private final List<Early> early = new ArrayList<>();
  private final Map<String, Alert> open = new TreeMap<>();
  private final Map<String, Sending> sending = new TreeMap<>();
  private final List<Alert> carried;
  private @Nullable Definition definition;
  private long number;

  /** Paged before the definition was known. */
  private record Early(AlertKind kind, @Nullable String about, String line, long atMillis) {}

  /** On its way; who follows on the same alert ends it first. */
  private record Sending(
      Alert alert, CancellationScope scope, CompletablePromise<Void> over, long sinceMillis) {}

  /**
   * @param earlier what an earlier run of an entity carried, null in a first one
   * @param notes hears what could not be sent
   */
  public Pager(@Nullable PagerState earlier, Consumer<String> notes) {
    this.notes = notes;
    this.carried = earlier == null ? List.of() : earlier.unsent();
    if (earlier != null) {
      number = earlier.number();
      earlier.open().forEach(a -> open.put(key(a), a));
    }
  }

  /** From now on pages are sent, if the place has a channel for them. */
  public void learn(Definition known) {
    if (definition != null) {
      return;
    }
    definition = known;
    if (known.alerts()) {
      carried.forEach(this::send);
      early.forEach(e -> fire(known, e.kind(), e.about(), e.line(), e.atMillis()));
    }
    early.clear();
  }

  /** The same; of a dry run nothing leaves the house. */
  public void learn(Definition known, boolean dryRun) {
    if (!dryRun) {
      learn(known);
    }
  }

  /**
   * Somebody must hear of it.
   *
   * @param about what it is about: a step, a region; null for a number of its own
   */
  public void page(AlertKind kind, @Nullable String about, String line) {
    Definition known = definition;
    long now = Workflow.currentTimeMillis();
    if (known == null) {
      if (early.size() < MOST) {
        early.add(new Early(kind, about, line, now));
      }
    } else if (known.alerts()) {
      fire(known, kind, about, line, now);
    }
  }

  /** What was paged is over: one, or every one of the kind. */
  public void over(AlertKind kind, @Nullable String about) {
    early.removeIf(e -> e.kind() == kind && (about == null || about.equals(e.about())));
    for (Alert alert : List.copyOf(open.values())) {
      if (alert.kind() == kind && (about == null || about.equals(alert.about()))) {
        open.remove(key(alert));
        send(alert.over());
      }
    }
  }

  /** The run ends: what ends with it is over, and what is on its way gets some seconds more. */
  public void settle() {
    for (AlertKind kind : AlertKind.values()) {
      if (kind.endsWithItsRun()) {
        over(kind, null);
      }
    }
    Workflow.newDetachedCancellationScope(
            () -> {
              if (!Waits.until(LAST_WAIT, "until the pages are taken", sending::isEmpty)) {
                sending.values().forEach(s -> notes.accept(lost(s.alert(), "the run has ended")));
              }
            })
        .run();
  }

  /** For an entity that continues as new: nothing on its way is lost. Null when nothing is. */
  public @Nullable PagerState carry() {
    List<Alert> unsent = new ArrayList<>(definition == null ? carried : List.of());
    sending.values().forEach(s -> unsent.add(s.alert()));
    return open.isEmpty() && unsent.isEmpty()
        ? null
        : new PagerState(List.copyOf(open.values()), unsent, number);
  }

  private void fire(
      Definition known, AlertKind kind, @Nullable String about, String line, long atMillis) {
    Map<String, String> labels = new TreeMap<>();
    labels.put("about", about == null ? sameOrNext(kind, line) : about);
    labels.put("region", region(known, about, line));
    String run = Workflow.getInfo().getWorkflowId();
    Alert said =
        new Alert(kind, known.group().id(), run, kind.severity(), line, atMillis, false, labels);
    Alert standing = open.get(key(said));
    if (standing != null) {
      if (standing.summary().equals(line)
          && atMillis - standing.startsAtMillis() < FRESH.toMillis()) {
        return;
      }
      // The region may be read off another line: the same alert keeps the labels that it has.
      said =
          new Alert(
              kind,
              standing.group(),
              run,
              kind.severity(),
              line,
              standing.startsAtMillis(),
              false,
              standing.labels());
    }
    if (open.size() >= MOST) {
      open.values().stream()
          .min((a, b) -> Long.compare(a.startsAtMillis(), b.startsAtMillis()))
          .ifPresent(oldest -> open.remove(key(oldest)));
    }
    open.put(key(said), said);
    send(said);
  }

  private String sameOrNext(AlertKind kind, String line) {
    return open.values().stream()
        .filter(a -> a.kind() == kind && a.summary().equals(line))
        .map(Alert::about)
        .findFirst()
        .orElseGet(() -> String.valueOf(++number));
  }

  /** What it is about, or the first that the line names; else whose team answers for the group. */
  private static String region(Definition known, @Nullable String about, String line) {
    List<String> members = known.group().members();
    if (about != null && members.contains(about)) {
      return about;
    }
    String named = known.group().leader();
    int first = Integer.MAX_VALUE;
    for (String member : members) {
      int at = line.indexOf(member);
      if (at >= 0 && at < first) {
        first = at;
        named = member;
      }
    }
    return named;
  }

  private void send(Alert alert) {
    String key = key(alert);
    Sending before = sending.get(key);
    CompletablePromise<Void> over = Workflow.newPromise();
    CancellationScope scope =
        Workflow.newDetachedCancellationScope(
            () -> Async.procedure(() -> deliver(key, alert, before, over)));
    sending.put(key, new Sending(alert, scope, over, Workflow.currentTimeMillis()));
    scope.run();
  }

  private void deliver(
      String key, Alert alert, @Nullable Sending before, CompletablePromise<Void> over) {
    try {
      if (before != null) {
        before.scope().cancel("there is news of the same alert");
        Workflow.newDetachedCancellationScope(() -> Workflow.await(before.over()::isCompleted))
            .run();
      }
      channels(alert).send(alert);
    } catch (TemporalFailure e) {
      if (!(e instanceof CanceledFailure) && !(e.getCause() instanceof CanceledFailure)) {
        notes.accept(lost(alert, String.valueOf(e.getCause())));
      }
    } finally {
      over.complete(null);
      Sending newest = sending.get(key);
      if (newest != null && newest.over() == over) {
        sending.remove(key);
      }
    }
  }

  private static AlertActivities channels(Alert alert) {
    return Workflow.newActivityStub(
        AlertActivities.class,
        ActivityOptions.newBuilder()
            .setTaskQueue(TaskQueues.CONTROL)
            .setStartToCloseTimeout(ATTEMPT)
            .setScheduleToCloseTimeout(WITHIN)
            // What comes after it must not overtake it.
            .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
            .setRetryOptions(
                RetryOptions.newBuilder()
                    .setInitialInterval(Duration.ofSeconds(1))
                    .setBackoffCoefficient(2)
                    .setMaximumInterval(Duration.ofSeconds(30))
                    .build())
            .setSummary((alert.resolved() ? "over: " : "page: ") + alert.kind())
            .build());
  }

  private static String lost(Alert alert, String why) {
    return (alert.resolved() ? "the end of a page" : "a page")
        + " was not taken ("
        + why
        + "): "
        + alert.summary();
  }

  private static String key(Alert alert) {
    return alert.kind() + "/" + alert.about();
  }
}
