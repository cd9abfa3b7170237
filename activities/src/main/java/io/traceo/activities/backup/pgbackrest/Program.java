package io.traceo.activities.backup.pgbackrest;

import io.traceo.activities.Failures;
import io.traceo.activities.Progress;
import io.traceo.activities.database.postgres.ServerUser;
import io.traceo.activities.place.PlaceConfig.PgBackRestAccess;
import io.traceo.workflows.contract.FailureTypes;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs pgBackRest as the operator has set it up, as the user that PostgreSQL runs as. Its secrets
 * stay in its configuration file or its environment: none goes through here. Thread-safe.
 *
 * <p>A run ends with the thread that asked for it: whatever the progress throws, and an interrupt,
 * ends the program with its children first. Not so when this process is killed: then the program
 * goes on alone, and its lock makes the next run fail with {@code NotReady} until it ends.
 */
final class Program {
  /**
   * For questions to the repository; far above what one takes, and below what who asks has, so that
   * he hears of it.
   */
  static final Duration QUESTION = Duration.ofSeconds(90);

  private static final Duration BEAT = Duration.ofMillis(250);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final PgBackRestAccess access;
  private final ServerUser user = ServerUser.forThisProcess();

  Program(PgBackRestAccess access) {
    this.access = access;
  }

  PgBackRestAccess access() {
    return access;
  }

  /**
   * Runs one command to its end, whatever its exit code.
   *
   * @param command its name, then options and arguments; never a secret
   * @param limit after which it is ended and the run fails as {@code NotReady}
   * @param progress told what the program's last lines say, several times a second; throws to end
   *     it
   */
  Result run(List<String> command, Duration limit, Progress progress) {
    Process process = start(command);
    Output output = new Output(process.getInputStream());
    Output errors = new Output(process.getErrorStream());
    long deadline = System.nanoTime() + limit.toNanos();
    boolean ended = false;
    try {
      while (!process.waitFor(BEAT.toMillis(), TimeUnit.MILLISECONDS)) {
        progress.tell(Percent.text(command.get(0), output.end()));
        if (System.nanoTime() > deadline) {
          throw Failures.of(
              FailureTypes.NOT_READY,
              "pgBackRest "
                  + command.get(0)
                  + " took over "
                  + limit.toSeconds()
                  + " s and was ended");
        }
      }
      ended = true;
      return new Result(command.get(0), process.exitValue(), output.text(), errors.text());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.of(
          FailureTypes.NOT_READY, "interrupted while pgBackRest " + command.get(0) + " ran", e);
    } finally {
      if (!ended) {
        end(process);
      }
    }
  }

  /** As {@link #run}; anything but success is one of the failure types. */
  Result need(List<String> command, Duration limit, Progress progress) {
    Result result = run(command, limit, progress);
    if (result.exit() != 0) {
      throw ProgramFailures.translate(access, result);
    }
    return result;
  }

  /** Gives a file or folder to the user that the program runs as. */
  void own(Path path) throws IOException {
    user.own(path);
  }

  private Process start(List<String> command) {
    if (!Files.isExecutable(Path.of(access.program()))) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          "no program at "
              + access.program()
              + "; install pgBackRest there or correct the place's"
              + " backup.pgbackrest.program");
    }
    List<String> all = new ArrayList<>();
    all.add(access.program());
    all.add("--config=" + access.config());
    all.add("--stanza=" + access.stanza());
    // Output is what was asked for; errors say what went wrong; the operator's log file stays his.
    all.addAll(List.of("--log-level-stderr=warn", "--no-log-timestamp"));
    if (command.stream().noneMatch(option -> option.startsWith("--log-level-console="))) {
      all.add("--log-level-console=off");
    }
    all.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(user.command(all));
    builder.environment().put("LC_ALL", "C");
    builder.redirectInput(new File("/dev/null"));
    // A folder that the other user may stand in.
    builder.directory(new File("/"));
    try {
      return builder.start();
    } catch (IOException e) {
      throw Failures.of(
          FailureTypes.NOT_READY, "cannot start " + access.program() + ": " + e.getMessage(), e);
    }
  }

  /** Politely, so that it gives back its lock and stops the backup it began; then not. */
  private static void end(Process process) {
    List<ProcessHandle> family = new ArrayList<>(process.descendants().toList());
    process.destroy();
    if (!gone(process)) {
      process.destroyForcibly();
    }
    family.forEach(ProcessHandle::destroyForcibly);
  }

  private static boolean gone(Process process) {
    // What ends it may be an interrupt, under which every wait would fail at once.
    boolean interrupted = Thread.interrupted();
    try {
      return process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
      return false;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * What came of a run.
   *
   * @param output as far as it was kept
   * @param errors likewise
   */
  record Result(String command, int exit, String output, String errors) {}
}
