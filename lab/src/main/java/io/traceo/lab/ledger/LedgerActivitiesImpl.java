package io.traceo.lab.ledger;

import io.temporal.activity.Activity;
import io.traceo.activities.Failures;
import io.traceo.workflows.activity.LedgerActivities;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.ledger.LedgerAccount;
import io.traceo.workflows.ledger.LedgerProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Runs one ledger process for each ledger id, in the process that this object lives in. Every
 * method may be repeated: a ledger that runs is not started twice, one that was killed is accounted
 * for from its journal.
 *
 * <p>A folder that can't be written is {@code Refused}: a measurement with a hole can't be mended
 * by waiting. Only the account is {@code NotReady} then, so that room can be made while the run
 * waits: what was flushed is there.
 */
public final class LedgerActivitiesImpl implements LedgerActivities, AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(100);

  private final LedgerProcesses processes;

  /**
   * @param configs configuration of a group's ledger; throws IllegalArgumentException for a group
   *     it doesn't know
   * @param folder holds a folder for each ledger
   */
  public LedgerActivitiesImpl(Function<String, LedgerConfig> configs, Path folder) {
    this.processes = new LedgerProcesses(configs, folder);
  }

  @Override
  public LedgerProgress start(LedgerStart request) {
    return call(
        FailureTypes.REFUSED,
        () -> {
          LedgerProcess process =
              Heartbeats.during(() -> processes.start(request.ledgerId(), request.group()));
          return await(
              process,
              START_PATIENCE,
              s ->
                  s.connections().size() == s.expectedConnections()
                      && s.acknowledgedPerSecond() >= request.minimumAcknowledgedPerSecond(),
              "at least " + request.minimumAcknowledgedPerSecond() + " writes a second");
        });
  }

  @Override
  public LedgerProgress progress(LedgerQuery query) {
    return call(
        FailureTypes.REFUSED, () -> sound(processes.get(query.ledgerId()).status()).progress());
  }

  @Override
  public LedgerProgress awaitConverged(LedgerConverged request) {
    return call(
        FailureTypes.REFUSED,
        () ->
            await(
                Heartbeats.during(() -> processes.getOrRestart(request.ledgerId())),
                Duration.ofMillis(request.patienceMs()),
                s -> s.convergedOn(request.region(), request.sinceMillis()),
                "every connection to write to " + request.region()));
  }

  @Override
  public Losses losses(LossQuery query) {
    return call(
        FailureTypes.REFUSED,
        () -> Heartbeats.during(() -> processes.get(query.ledgerId()).losses(query)));
  }

  @Override
  public LedgerAccount account(AccountRequest request) {
    return call(
        FailureTypes.NOT_READY,
        () -> {
          LedgerAccount account =
              Heartbeats.during(() -> processes.getOrRead(request.ledgerId()).account(request));
          // It has no more to do; asked again, the journal and the rows give the same account.
          processes.stop(request.ledgerId());
          return account;
        });
  }

  @Override
  public Receipt stop(LedgerQuery query) {
    return processes.stop(query.ledgerId())
        ? Receipt.done("the ledger's process was ended")
        : Receipt.already("no process of this ledger runs");
  }

  /** Ends all ledgers. */
  @Override
  public void close() {
    processes.close();
  }

  private static LedgerProgress await(
      LedgerProcess process, Duration patience, Predicate<LedgerStatus> done, String what)
      throws IOException {
    long started = System.nanoTime();
    while (true) {
      LedgerStatus status = sound(process.status());
      if (done.test(status)) {
        return status.progress();
      }
      if (System.nanoTime() - started > patience.toNanos()) {
        throw Failures.of(
            FailureTypes.NOT_READY,
            "waited %d ms for %s; now %.0f writes a second, last acknowledged by %s"
                .formatted(
                    patience.toMillis(),
                    what,
                    status.acknowledgedPerSecond(),
                    status.progress().servers()));
      }
      Activity.getExecutionContext().heartbeat(status.acknowledged());
      Pause.of(LOOK);
    }
  }

  private static LedgerStatus sound(LedgerStatus status) throws UnwritableException {
    String problem = status.problem();
    if (problem != null) {
      throw new UnwritableException(problem, null);
    }
    return status;
  }

  /**
   * @param unwritable type of failure when the ledger's folder can't be written
   */
  private static <T> T call(String unwritable, Heartbeats.Call<T> call) {
    try {
      return call.run();
    } catch (UnwritableException e) {
      throw Failures.of(unwritable, String.valueOf(e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw Failures.of(FailureTypes.INVALID_REQUEST, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw Failures.of(FailureTypes.NOT_READY, String.valueOf(e.getMessage()), e);
    }
  }
}
