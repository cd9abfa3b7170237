package io.traceo.activities.backup.restored;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Failures;
import io.traceo.activities.Progress;
import io.traceo.activities.backup.BackupPlace;
import io.traceo.activities.backup.BackupProvider;
import io.traceo.activities.backup.LogSource;
import io.traceo.activities.database.postgres.ControlFile;
import io.traceo.activities.database.postgres.Sql;
import io.traceo.workflows.activity.BackupActivities.FetchRequest;
import io.traceo.workflows.activity.BackupActivities.Fetched;
import io.traceo.workflows.activity.BackupActivities.ReplayRequest;
import io.traceo.workflows.activity.BackupActivities.Replayed;
import io.traceo.workflows.activity.BackupActivities.RestoredServer;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.restore.BackupManifest;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What is done to restored servers of one group in one place. Every method is safe to repeat. */
public final class RestoredServers {
  private static final String FETCHED = "fetched.json";

  private final BackupPlace place;
  private final BackupProvider provider;
  private final Progress progress;

  /** Of this place, from backups of this provider. */
  public RestoredServers(BackupPlace place, BackupProvider provider, Progress progress) {
    this.place = place;
    this.provider = provider;
    this.progress = progress;
  }

  private record FetchNote(String backupId, Fetched fetched) {}

  /** Id of the backup that was unpacked there wholly; null when none was. */
  static @Nullable String unpacked(RestoredFolder folder) {
    return folder.noted(FETCHED, FetchNote.class).map(FetchNote::backupId).orElse(null);
  }

  /** See {@link io.traceo.workflows.activity.BackupActivities#fetch}. */
  public Fetched fetch(FetchRequest request) {
    Restored restored = Restored.of(place, request.server());
    RestoredFolder folder = restored.folder();
    FetchNote there = folder.noted(FETCHED, FetchNote.class).orElse(null);
    if (there != null) {
      if (!there.backupId().equals(request.backupId())) {
        throw Failures.of(
            FailureTypes.CONFLICT,
            folder.root() + " has backup " + there.backupId() + "; discard that restore first");
      }
      return there.fetched();
    }
    long begun = System.nanoTime();
    BackupManifest manifest = provider.manifest(place, request.backupId());
    try {
      folder.remove(); // half a one can't be told from a whole one file by file
      folder.make();
      long stored = provider.fetch(place, request.backupId(), folder.data(), progress);
      long bytes = new BaseFolder(folder, manifest, progress).complete();
      restored.settings().isolate();
      Fetched fetched =
          new Fetched(
              folder.data().toString(), bytes, stored, (System.nanoTime() - begun) / 1_000_000);
      folder.note(FETCHED, new FetchNote(request.backupId(), fetched));
      Speeds.of(place).fetched(bytes, fetched.millis());
      return fetched;
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  /** See {@link io.traceo.workflows.activity.BackupActivities#replay}. */
  public Replayed replay(ReplayRequest request) {
    Restored restored = Restored.of(place, request.server());
    RestoredFolder folder = restored.folder();
    FetchNote base = folder.noted(FETCHED, FetchNote.class).orElse(null);
    if (base == null || !base.backupId().equals(request.backupId())) {
      throw Failures.of(
          FailureTypes.CONFLICT,
          "backup " + request.backupId() + " is not unpacked in " + folder.root());
    }
    Replay.Note before = folder.noted(Replay.NOTE, Replay.Note.class).orElse(null);
    if (before != null && !before.target().equals(request.target())) {
      throw Failures.of(
          FailureTypes.CONFLICT,
          folder.root() + " was replayed to " + before.target() + "; discard that restore first");
    }
    if (before != null && folder.runs()) {
      return before.replayed();
    }
    BackupManifest manifest = provider.manifest(place, request.backupId());
    try (LogSource source = provider.log(place)) {
      Replay.Note note =
          new Replay(
                  folder,
                  restored.settings(),
                  restored.credential(),
                  place.access().scratch().endpoint().toString(),
                  manifest,
                  request.target(),
                  source,
                  progress)
              .run();
      folder.note(Replay.NOTE, note);
      Speeds.of(place).replayed(note.replayed().logBytes(), note.replayed().millis());
      return note.replayed();
    } catch (IOException e) {
      throw unusable(folder, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.of(FailureTypes.NOT_READY, "the replay was interrupted", e);
    } catch (ApplicationFailure e) {
      if (e.isNonRetryable() && folder.runs()) {
        folder.server().kill();
      }
      throw e;
    }
  }

  /** See {@link io.traceo.workflows.activity.BackupActivities#open}. */
  public Receipt open(RestoredServer server) {
    Restored restored = Restored.of(place, server);
    RestoredFolder folder = restored.folder();
    Replay.Note note = restored.standing();
    String where = place.access().scratch().endpoint().toString();
    try {
      if (folder.runs() && !inRecovery(restored)) {
        return Receipt.already(usable(restored));
      }
      if (!folder.runs() && !ControlFile.read(folder.data()).state().standby()) {
        folder.server().startAsLeader(); // it was open, and went down
        return Receipt.done(usable(restored));
      }
      new Settling(folder, restored.settings(), restored.credential(), progress).settle(note);
      try (Connection session = restored.credential().open("postgres", 120)) {
        if (!"t".equals(Sql.text(session, "SELECT pg_promote(true, 100)"))) {
          throw Failures.of(FailureTypes.NOT_READY, where + " has not left recovery yet");
        }
      }
      return Receipt.done(usable(restored));
    } catch (SQLException e) {
      throw Failures.of(FailureTypes.NOT_READY, where + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw unusable(folder, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.of(FailureTypes.NOT_READY, "opening was interrupted", e);
    }
  }

  /** What whoever finds it needs to know, however often the step was begun. */
  private String usable(Restored restored) {
    String database = place.databases().values().iterator().next().database();
    return place.access().scratch().endpoint()
        + " can be used; it is nobody's member and copies to nobody."
        + " Log in on its own machine: psql \""
        + restored.credential().conninfo(database)
        + "\". Remove it: traceo restored remove "
        + place.group()
        + " "
        + restored.server().restoreId();
  }

  private static boolean inRecovery(Restored restored) throws SQLException {
    try (Connection session = restored.credential().open("postgres", 10)) {
      return "t".equals(Sql.text(session, "SELECT pg_is_in_recovery()"));
    }
  }

  /** See {@link io.traceo.workflows.activity.BackupActivities#discard}. */
  public Receipt discard(RestoredServer server) {
    Restored restored = Restored.of(place, server);
    RestoredFolder folder = restored.folder();
    new Installing(place, restored, progress).requireNoMember();
    if (!folder.exists()) {
      return Receipt.already(folder.root() + " is not there");
    }
    try {
      folder.remove();
      return Receipt.done(folder.root() + " is removed");
    } catch (IOException e) {
      throw Failures.of(
          FailureTypes.NOT_READY, "cannot remove " + folder.root() + ": " + e.getMessage(), e);
    }
  }

  static ApplicationFailure unusable(RestoredFolder folder, IOException e) {
    return Failures.of(
        FailureTypes.NOT_READY, "cannot restore into " + folder.root() + ": " + e.getMessage(), e);
  }
}
