package io.traceo.workflows.restore;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.BackupActivities.FetchRequest;
import io.traceo.workflows.activity.BackupActivities.Fetched;
import io.traceo.workflows.activity.BackupActivities.ReplayRequest;
import io.traceo.workflows.activity.BackupActivities.Replayed;
import io.traceo.workflows.activity.BackupActivities.RestoredCheck;
import io.traceo.workflows.activity.BackupActivities.RestoredServer;
import io.traceo.workflows.activity.BackupActivities.SqlCheck;
import io.traceo.workflows.activity.DatabaseActivities.Check;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.budget.Attended;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.StepRunner;
import io.traceo.workflows.budget.Waits;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One restored server from its base to its end. Nothing of the group's is touched here; what may be
 * left over is always thrown away.
 */
final class RestoredCopy {
  private static final Duration DISCARD_LATE = Duration.ofMinutes(5);

  /** A place that is away for longer is looked after by a person. */
  private static final Duration DISCARD_WITHIN = Duration.ofDays(7);

  private final RestoredServer server;
  private final BackupPlace place;
  private final Duration within;
  private final StepRunner steps;
  private final Attended attended;
  private final Journal journal;
  private boolean begun;
  private @Nullable Fetched fetched;
  private @Nullable Replayed replayed;
  private List<Check> checks = List.of();

  /**
   * @param within every step is given up after it
   */
  RestoredCopy(RestoredServer server, Duration within, StepRunner steps, Journal journal) {
    this.server = server;
    this.place = new BackupPlace(server.region());
    this.within = within;
    this.steps = steps;
    this.attended = new Attended(steps);
    this.journal = journal;
  }

  /** The base, every piece checked. */
  void fetch(RestoreRunbook runbook, String backupId) {
    begun = true;
    attended.run(
        "fetch",
        runbook.fetch(),
        () -> {
          Fetched done =
              place
                  .work("unpack base backup " + backupId, within)
                  .fetch(new FetchRequest(server, backupId));
          fetched = done;
          return Receipt.done(
              done.bytes() + " bytes of files from " + done.storedBytes() + " stored");
        });
  }

  /** The log, up to the target. */
  void replay(RestoreRunbook runbook, String backupId, RestoreTarget target) {
    attended.run(
        "replay",
        runbook.replay(),
        () -> {
          Replayed done =
              place
                  .work("replay the log", within)
                  .replay(new ReplayRequest(server, backupId, target));
          replayed = done;
          return Receipt.done(
              done.logBytes()
                  + " bytes of log, up to "
                  + Lsn.text(done.position())
                  + " on timeline "
                  + done.timeline());
        });
  }

  /**
   * Every check is kept, failed or not; whether all passed is asked of {@link #failedChecks}.
   *
   * @param leader to compare the ledger's rows with; null when nobody leads
   */
  void verify(
      RestoreRunbook runbook, String backupId, List<SqlCheck> asked, @Nullable String leader) {
    attended.run(
        "verify",
        runbook.verify(),
        () -> {
          checks =
              place
                  .work("is everything there, and whole?", within)
                  .verify(new RestoredCheck(server, backupId, asked, leader))
                  .checks();
          long failed = checks.stream().filter(c -> !c.ok()).count();
          return Receipt.done(checks.size() + " checks, " + failed + " failed");
        });
  }

  /** Ends its recovery, so that it can be used beside the group's own. */
  void open(RestoreRunbook runbook) {
    attended.run(
        "open",
        runbook.verify(),
        () -> place.work("open it beside the group's own", within).open(server));
  }

  /**
   * Whatever of it is there is thrown away, however long its place is away.
   *
   * @param late called when it takes long, so that what is known is kept before
   */
  void discard(Runnable late) {
    if (!begun) {
      return;
    }
    long started = Workflow.currentTimeMillis();
    Promise<Receipt> gone =
        Async.function(() -> place.work("throw it away", DISCARD_WITHIN).discard(server));
    if (!Waits.until(DISCARD_LATE, "until it is thrown away", gone::isCompleted)) {
      journal.page(
          server.restoreId()
              + " still stands in "
              + server.region()
              + ": it is thrown away as soon as that place answers");
      late.run();
    }
    try {
      Receipt done = gone.get();
      note("discard", started, done.outcome(), done.detail());
    } catch (TemporalFailure e) {
      String problem = place.trouble(e);
      journal.page(server.restoreId() + " stays in " + server.region() + ": " + problem);
      note("discard", started, "FAILED", problem);
    }
  }

  private void note(String name, long started, String outcome, String detail) {
    steps.note(name, Workflow.currentTimeMillis() - started, outcome, detail);
  }

  RestoredServer server() {
    return server;
  }

  @Nullable Fetched fetched() {
    return fetched;
  }

  @Nullable Replayed replayed() {
    return replayed;
  }

  List<Check> checks() {
    return checks;
  }

  /** In words; null when none failed. */
  @Nullable String failedChecks() {
    List<Check> failed = checks.stream().filter(c -> !c.ok()).toList();
    if (checks.isEmpty()) {
      return "nothing was checked";
    }
    return failed.isEmpty()
        ? null
        : failed.stream()
            .map(c -> "check failed, " + c.name() + ": " + c.detail())
            .collect(Collectors.joining("; "));
  }
}
