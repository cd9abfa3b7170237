package io.traceo.activities.backup.restored;

import io.traceo.activities.Failures;
import io.traceo.activities.Progress;
import io.traceo.activities.backup.WalName;
import io.traceo.activities.database.postgres.Sql;
import io.traceo.workflows.contract.FailureTypes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes where a restored server stands the end of its log, so that it needs no target and no
 * archive any more: what it was given of the log after that point is removed, and it is started
 * again on the timeline that it stands on. A promotion then forks exactly there, and writes so into
 * the new timeline's history. Safe to repeat.
 */
final class Settling {
  private static final long PATIENCE_NANOS = 600_000_000_000L;

  private final RestoredFolder folder;
  private final RestoredSettings settings;
  private final RestoredCredential credential;
  private final Progress progress;

  Settling(
      RestoredFolder folder,
      RestoredSettings settings,
      RestoredCredential credential,
      Progress progress) {
    this.folder = folder;
    this.settings = settings;
    this.credential = credential;
    this.progress = progress;
  }

  /** Options that the server must be started with until it is promoted. */
  static Map<String, String> options(Replay.Note note) {
    return Map.of("recovery_target_timeline", Integer.toString(note.replayed().timeline()));
  }

  /** Stops it, cuts its log, starts it and sees that it stands where it stood. */
  void settle(Replay.Note note) throws IOException, InterruptedException {
    if (folder.runs()) {
      checkpoint();
      folder.server().stopFast();
    }
    cut(note.standsAt(), note.replayed().timeline());
    settings.write(null, null, ServerLimits.of(folder.data()).generous());
    folder.launch(options(note));
    awaitStanding(note.standsAt());
  }

  /** So that the next start has little to replay again. */
  private void checkpoint() {
    try (Connection session = credential.open("postgres", 120)) {
      Sql.run(session, "CHECKPOINT");
    } catch (SQLException e) {
      // It only costs time.
    }
  }

  private void cut(long position, int timeline) throws IOException {
    long last = (position - 1) / WalName.BYTES;
    List<WalName> there;
    try (Stream<Path> files = Files.list(folder.data().resolve("pg_wal"))) {
      there =
          files
              .map(f -> f.getFileName().toString())
              .filter(WalName::matches)
              .map(WalName::parse)
              .filter(s -> s.number() >= last)
              // The newest timeline's is the one that was read.
              .sorted(Comparator.reverseOrder())
              .toList();
    }
    WalName end = new WalName(timeline, last);
    WalName read =
        there.stream()
            .filter(s -> s.number() == last)
            .findFirst()
            .orElseThrow(() -> new IOException(end + " is not in pg_wal"));
    for (WalName segment : there) {
      if (!segment.equals(read)) {
        Files.delete(path(segment));
      }
    }
    Files.move(path(read), path(end), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    try (RandomAccessFile file = new RandomAccessFile(path(end).toFile(), "rw")) {
      byte[] zeros = new byte[(int) (end.end() - position)];
      file.seek(position - end.start());
      file.write(zeros);
      file.getFD().sync();
    }
  }

  private Path path(WalName segment) {
    return folder.data().resolve("pg_wal").resolve(segment.toString());
  }

  private void awaitStanding(long position) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (System.nanoTime() < deadline) {
      try (Connection session = credential.open("postgres", 10);
          Statement statement = session.createStatement();
          ResultSet row = statement.executeQuery(Standing.ASK)) {
        row.next();
        long now = Standing.of(row).position();
        if (now == position) {
          return;
        }
        if (now > position) {
          throw Failures.of(
              FailureTypes.CORRUPT,
              "the restored server stands at "
                  + WalName.position(now)
                  + " after its log was cut at "
                  + WalName.position(position));
        }
      } catch (SQLException e) {
        if (!folder.runs()) {
          throw ServerWords.failure(
              folder.file("server.log"), "the restored server does not start again");
        }
      }
      progress.tell("starting the restored server at " + WalName.position(position));
      Thread.sleep(20);
    }
    throw Failures.of(
        FailureTypes.NOT_READY, "the restored server is not back at " + WalName.position(position));
  }
}
