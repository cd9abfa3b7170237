package io.traceo.activities.backup.restored;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.activities.backup.BackupPlace;
import io.traceo.activities.backup.LogSource;
import io.traceo.activities.backup.Timelines;
import io.traceo.activities.place.Endpoint;
import io.traceo.activities.place.PlaceConfig.BackupAccess;
import io.traceo.activities.place.PlaceConfig.ScratchAccess;
import io.traceo.activities.place.PlaceConfig.StoreAccess;
import io.traceo.workflows.activity.BackupActivities.RestoredServer;
import io.traceo.workflows.restore.ArchiveState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restored server that asks, and whoever answers dies meanwhile. */
class LogFeedTest {
  private static final String SEGMENT = "000000010000000000000003";
  private static final Timelines LINE = Timelines.of(1, "");

  @TempDir private Path scratch;

  @Test
  void aServerThatWaitsForADeadFeedIsAnsweredByTheNext() throws Exception {
    RestoredFolder folder = folder();
    folder.make();
    CountDownLatch asked = new CountDownLatch(1);
    // The first never answers: as one whose process is killed.
    LogFeed first =
        new LogFeed(
            folder,
            source(
                (name, to) -> {
                  asked.countDown();
                  new CountDownLatch(1).await();
                  return LogSource.Found.NONE;
                }),
            LINE);
    Path into = scratch.resolve("into");
    Process server =
        new ProcessBuilder("/bin/sh", first.command().toString(), SEGMENT, into.toString()).start();
    try {
      assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
      first.close();

      try (LogFeed unused =
          new LogFeed(
              folder,
              source(
                  (name, to) -> {
                    Files.writeString(to, name);
                    return LogSource.Found.WHOLE;
                  }),
              LINE)) {
        assertThat(server.waitFor(60, TimeUnit.SECONDS)).as("the server is answered").isTrue();
        assertThat(server.exitValue()).isZero();
        assertThat(into).hasContent(SEGMENT);
      }
    } finally {
      server.destroyForcibly();
    }
  }

  private RestoredFolder folder() {
    return RestoredFolder.of(
        new BackupPlace(
            "us-cold",
            "na",
            new BackupAccess(
                "native",
                new StoreAccess("directory", scratch.toString(), null, null, null, null, 0),
                "k",
                "file:none",
                scratch.toString(),
                new ScratchAccess(
                    scratch.toString(), scratch.toString(), new Endpoint("127.0.0.1", 1)),
                null),
            Map.of()),
        new RestoredServer("na", "us-cold", "r1"));
  }

  private interface Archive {
    LogSource.Found get(String name, Path to) throws IOException, InterruptedException;
  }

  private static LogSource source(Archive archive) {
    return new LogSource() {
      @Override
      public Found get(String name, Path to) {
        try {
          return archive.get(name, to);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
          throw new IllegalStateException("its feed is closed", e);
        }
      }

      @Override
      public Found look(String name) {
        return Found.NONE;
      }

      @Override
      public @Nullable String cluster(String segment) {
        return null;
      }

      @Override
      public Map<Integer, String> histories() {
        return Map.of();
      }

      @Override
      public @Nullable ArchiveState state() {
        return null;
      }
    };
  }
}
