package io.traceo.workflows.restore;

import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.BackupActivities.ArchiveRequest;
import io.traceo.workflows.activity.BackupActivities.BackupQuery;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.GroupActivities.DefinitionRequest;
import io.traceo.workflows.activity.GroupActivities.StatusRequest;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.Waits;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.group.GroupStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the archive's workflow knows and does. One copying at a time, sent out again and again. */
final class ArchiveEntity {
  private static final Duration SHORTEST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final int LOOKS_PER_RUN = 200;

  private final ArchiveStart start;
  private final Journal journal;
  private final ArchiveLag lag;
  private final long sinceMillis;
  private BackupPlace place = new BackupPlace("");
  private @Nullable BackupRunbook runbook;
  private @Nullable Promise<ArchiveState> copying;
  private @Nullable CancellationScope scope;
  private String leader = "";
  private long epoch;
  private final Map<String, String> troubles = new TreeMap<>();
  private long notBeforeMillis;
  private int looks;

  ArchiveEntity(ArchiveStart start) {
    this.start = start;
    ArchiveStart.Carried carried = start.carried();
    journal = carried == null ? new Journal() : new Journal(carried.events(), carried.pages());
    sinceMillis = carried == null ? Workflow.currentTimeMillis() : carried.sinceMillis();
    lag =
        new ArchiveLag(
            String.valueOf(start.group()),
            sinceMillis,
            carried == null ? null : carried.state(),
            carried == null ? null : carried.paged(),
            journal);
  }

  /**
   * What the configuration says.
   *
   * @throws ApplicationFailure {@code InvalidRequest} when the group has no backups
   */
  void learn() {
    if (!start.problems().isEmpty()) {
      throw invalid(String.join("; ", start.problems()));
    }
    Definition definition =
        BackupPlace.group("read topology and runbooks")
            .define(new DefinitionRequest(start.group()));
    journal.pager().learn(definition);
    BackupRunbooks backups = definition.backups();
    if (backups == null) {
      throw invalid("group " + start.group() + " has no runbooks for backups");
    }
    runbook = backups.backup();
    place = new BackupPlace(definition.group().cold());
  }

  /** Sends the copying out, unless it is under way from who leads now. */
  void keepCopying() {
    GroupStatus status = status();
    if (status == null) {
      return;
    }
    if (copying != null && (!status.leader().equals(leader) || status.epoch() != epoch)) {
      journal.note(status.leader() + " leads with epoch " + status.epoch());
      stopCopying();
    }
    if (copying == null && Workflow.currentTimeMillis() >= notBeforeMillis) {
      leader = status.leader();
      epoch = status.epoch();
      CompletablePromise<Promise<ArchiveState>> begun = Workflow.newPromise();
      CancellationScope next =
          Workflow.newCancellationScope(() -> begun.complete(Async.function(this::copy)));
      next.run();
      scope = next;
      copying = begun.get();
    }
  }

  /** Null when the group does not answer now: what is under way goes on. */
  private @Nullable GroupStatus status() {
    try {
      return BackupPlace.askGroup("who leads " + start.group() + "?", interval())
          .status(new StatusRequest(start.group()));
    } catch (TemporalFailure e) {
      if (cancelled(e)) {
        throw e;
      }
      tell("group", "the group does not say who leads: " + Journal.messageOf(e));
      return null;
    }
  }

  private static boolean cancelled(TemporalFailure e) {
    return e instanceof CanceledFailure || e.getCause() instanceof CanceledFailure;
  }

  private ArchiveState copy() {
    return place
        .copying("copy the log of " + leader + " into the archive")
        .archive(new ArchiveRequest(start.group(), leader, epoch, runbook().flushEvery()));
  }

  /** Until the next look, or until the copying has come back. */
  void await() {
    Promise<ArchiveState> running = copying;
    if (running == null) {
      Waits.pause(PAUSE, "before the log is copied again");
    } else {
      boolean unused = Waits.until(interval(), "until the next look", running::isCompleted);
    }
    takeBack();
  }

  /** What a copying that has ended came back with. */
  private void takeBack() {
    Promise<ArchiveState> ended = copying;
    if (ended == null || !ended.isCompleted()) {
      return;
    }
    copying = null;
    notBeforeMillis = Workflow.currentTimeMillis() + PAUSE.toMillis();
    try {
      ArchiveState state = ended.get();
      lag.learn(state);
      troubles.remove("copy");
    } catch (TemporalFailure e) {
      if (CancellationScope.current().isCancelRequested()) {
        throw e;
      }
      tell("copy", leader + ": " + place.trouble(e));
    }
  }

  /** How far the store is; asked there, since a copying under way tells nobody. */
  void look() {
    looks++;
    try {
      lag.learn(
          place
              .glance("how far is the archive?", interval())
              .list(new BackupQuery(start.group()))
              .archive());
      troubles.remove("look");
    } catch (TemporalFailure e) {
      if (cancelled(e)) {
        throw e;
      }
      tell("look", "how far the archive is can't be asked: " + place.trouble(e));
    }
    lag.judge(
        Workflow.currentTimeMillis(),
        runbook().archiveLagLimit(),
        troubles.isEmpty() ? null : String.join("; ", troubles.values()));
  }

  /** Once for each trouble, however often it comes. */
  private void tell(String about, String problem) {
    if (!problem.equals(troubles.put(about, problem))) {
      journal.note(problem);
    }
  }

  /** Four looks within the limit, so that a stop is paged soon after it. */
  private Duration interval() {
    Duration quarter = runbook().archiveLagLimit().dividedBy(4);
    return quarter.compareTo(SHORTEST) < 0
        ? SHORTEST
        : quarter.compareTo(LONGEST) > 0 ? LONGEST : quarter;
  }

  boolean enough() {
    return looks >= LOOKS_PER_RUN || Workflow.getInfo().isContinueAsNewSuggested();
  }

  /** Ends the copying and waits for its end: two at a time would be two writers. */
  void stopCopying() {
    Promise<ArchiveState> running = copying;
    CancellationScope its = scope;
    if (running == null || its == null) {
      return;
    }
    its.cancel("the copying begins anew");
    Workflow.newDetachedCancellationScope(() -> Workflow.await(running::isCompleted)).run();
    copying = null;
    try {
      lag.learn(running.get());
    } catch (TemporalFailure e) {
      journal.note("the copying from " + leader + " has ended: " + place.trouble(e));
    }
  }

  ArchiveStart carryOn() {
    return new ArchiveStart(
        start.group(),
        new ArchiveStart.Carried(
            lag.newest(), sinceMillis, lag.paged(), journal.lines(), journal.pager().carry()),
        Map.of());
  }

  @Nullable ArchiveState state() {
    return lag.newest();
  }

  void show() {
    ArchiveState state = lag.newest();
    List<String> lines = journal.lines();
    Workflow.setCurrentDetails(
        "**Archive of group `"
            + start.group()
            + "`**, from `"
            + leader
            + "`\n\n"
            + (state == null
                ? "nothing archived yet"
                : "up to `"
                    + Lsn.text(state.position())
                    + "` on timeline "
                    + state.timeline()
                    + (state.problem() == null ? "" : ": " + state.problem()))
            + "\n\n"
            + (lag.paged() == null ? "" : "**paged: " + lag.paged() + "**\n\n")
            + String.join("\n\n", lines.subList(Math.max(0, lines.size() - 10), lines.size())));
  }

  private BackupRunbook runbook() {
    BackupRunbook known = runbook;
    if (known == null) {
      throw new IllegalStateException("the archive ran before its runbook was read");
    }
    return known;
  }

  private static ApplicationFailure invalid(String reason) {
    return ApplicationFailure.newNonRetryableFailure(reason, FailureTypes.INVALID_REQUEST);
  }
}
