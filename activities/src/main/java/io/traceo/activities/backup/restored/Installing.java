package io.traceo.activities.backup.restored;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Failures;
import io.traceo.activities.Progress;
import io.traceo.activities.backup.BackupPlace;
import io.traceo.activities.backup.WalName;
import io.traceo.activities.database.postgres.Conninfo;
import io.traceo.activities.database.postgres.ControlFile;
import io.traceo.activities.database.postgres.Member;
import io.traceo.activities.database.postgres.MemberLook;
import io.traceo.activities.database.postgres.PostgresServer;
import io.traceo.activities.place.PlaceConfig.DatabaseMember;
import io.traceo.activities.place.PlaceConfig.LocalServer;
import io.traceo.workflows.activity.BackupActivities.InstallRequest;
import io.traceo.workflows.activity.BackupActivities.UninstallRequest;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.contract.FailureTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a restored server the region's member, and undoes it. Which folder was in use before is
 * noted beside the member's folders before anything is moved, so that whoever comes after a killed
 * worker knows.
 */
public final class Installing {
  private static final long STANDS_NANOS = 300_000_000_000L;

  private final BackupPlace place;
  private final Restored restored;
  private final Progress progress;
  private final String region;

  Installing(BackupPlace place, Restored restored, Progress progress) {
    this.place = place;
    this.restored = restored;
    this.progress = progress;
    this.region = restored.server().region();
  }

  /** See {@link io.traceo.workflows.activity.BackupActivities#install}. */
  public static MemberState install(BackupPlace place, InstallRequest request, Progress progress) {
    return new Installing(place, Restored.of(place, request.server()), progress)
        .install(request.epoch());
  }

  /** See {@link io.traceo.workflows.activity.BackupActivities#uninstall}. */
  public static Receipt uninstall(BackupPlace place, UninstallRequest request, Progress progress) {
    return new Installing(place, Restored.of(place, request.server()), progress)
        .uninstall(request.upstream(), request.epoch());
  }

  private MemberState install(long epoch) {
    DatabaseMember member = place.database(region);
    PostgresServer server = memberServer(member);
    MemberNotes notes = new MemberNotes(server.root(), restored.server().restoreId());
    Member reach = new Member(region, member);
    try {
      MemberNotes.Note note = notes.read().orElse(null);
      if (note == null) {
        requireFree(server, reach, epoch);
        Replay.Note standing = restored.standing();
        new Settling(restored.folder(), restored.settings(), restored.credential(), progress)
            .settle(standing);
        restored.folder().server().stopFast();
        note = new MemberNotes.Note(inUse(server), free(server.root()), standing);
        notes.write(note);
      }
      Path folder = server.root().resolve(note.folder());
      if (!folder.getFileName().toString().equals(inUse(server))) {
        requireFree(server, reach, epoch);
        move(folder);
        server.kill();
        server.use(folder);
        server.override(isolated(epoch));
      }
      if (server.pid().isEmpty()) {
        server.launchAsStandby(Settling.options(note.standing()));
      }
      MemberState stands = standing(reach, server, note.standing());
      restored.folder().remove(); // what is left of it has no use any more
      return stands;
    } catch (IOException e) {
      throw Failures.of(
          FailureTypes.NOT_READY,
          "cannot make the restored server the member of " + region + ": " + e.getMessage(),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.of(FailureTypes.NOT_READY, "the take-over was interrupted", e);
    }
  }

  private PostgresServer memberServer(DatabaseMember member) {
    LocalServer local = member.local();
    if (local == null) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          region + " has no member on this machine that a restored server could become");
    }
    PostgresServer server = new PostgresServer(local);
    if (!Files.exists(server.root().resolve("postgresql.conf"))) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          server.root() + " has no postgresql.conf: set the member up as it was, without data");
    }
    return server;
  }

  private static @Nullable String inUse(PostgresServer server) throws IOException {
    Path link = server.root().resolve("current");
    return Files.isSymbolicLink(link)
        ? Files.readSymbolicLink(link).getFileName().toString()
        : null;
  }

  private static boolean hasData(PostgresServer server) {
    return Files.exists(server.root().resolve("current/global/pg_control"));
  }

  /** No folder of that name is there. */
  private static String free(Path root) {
    for (int n = 2; ; n++) {
      if (!Files.exists(root.resolve("data-" + n))) {
        return "data-" + n;
      }
    }
  }

  /** The member there now leads nobody, and no newer run has it. */
  private void requireFree(PostgresServer server, Member reach, long epoch) {
    if (!hasData(server)) {
      return;
    }
    if (server.pid().isPresent()) {
      MemberState state = reach.with(connection -> MemberLook.look(reach, connection));
      if (!state.standby()) {
        throw Failures.of(
            FailureTypes.CONFLICT, region + " leads: it can't be replaced by a restored server");
      }
      requireEpoch(state.epoch(), epoch);
    }
    requireEpoch(server.epochOnDisk(), epoch);
  }

  private void requireEpoch(long found, long epoch) {
    if (found > epoch) {
      throw Failures.of(
          FailureTypes.STALE_EPOCH, region + " has epoch " + found + ", this run has " + epoch);
    }
  }

  /** The restored data beside the member's own. Done already when the folder is there. */
  private void move(Path folder) throws IOException {
    Path data = restored.folder().data();
    if (Files.exists(folder.resolve("PG_VERSION"))) {
      return;
    }
    Path auto = data.resolve("postgresql.auto.conf");
    Files.copy(
        restored.folder().file(RestoredSettings.LEADERS_OWN),
        auto,
        StandardCopyOption.REPLACE_EXISTING);
    restored.folder().user().own(auto);
    try {
      Files.move(data, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (java.nio.file.AtomicMoveNotSupportedException e) {
      new FolderCopy(data, folder, restored.folder().user(), progress).run();
      RestoredFolder.removeTree(data);
    }
  }

  /** Stronger than what the leader's {@code ALTER SYSTEM} had left in the base. */
  private static Map<String, String> isolated(long epoch) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String empty :
        new String[] {
          "primary_conninfo",
          "primary_slot_name",
          "synchronous_standby_names",
          "restore_command",
          "recovery_end_command",
          "archive_cleanup_command"
        }) {
      settings.put(empty, "");
    }
    settings.put("default_transaction_read_only", "off");
    settings.put("traceo.epoch", Long.toString(epoch));
    return settings;
  }

  private MemberState standing(Member reach, PostgresServer server, Replay.Note note)
      throws InterruptedException {
    long deadline = System.nanoTime() + STANDS_NANOS;
    boolean ran = false;
    while (true) {
      boolean runs = server.pid().isPresent();
      // One that was launched just now has not written its number yet.
      boolean ended = ran && !runs;
      ran |= runs;
      try {
        MemberState state = reach.with(connection -> MemberLook.look(reach, connection));
        if (!state.standby() || state.position() == note.standsAt()) {
          return state;
        }
      } catch (ApplicationFailure e) {
        boolean over = System.nanoTime() > deadline || e.isNonRetryable();
        if (over || ended) {
          throw e;
        }
      }
      if (System.nanoTime() > deadline) {
        throw Failures.of(
            FailureTypes.NOT_READY,
            region + " is not back at " + WalName.position(note.standsAt()) + " yet");
      }
      progress.tell("starting the member in " + region);
      Thread.sleep(20);
    }
  }

  private Receipt uninstall(@Nullable String upstream, long epoch) {
    DatabaseMember member = place.database(region);
    PostgresServer server = memberServer(member);
    MemberNotes notes = new MemberNotes(server.root(), restored.server().restoreId());
    try {
      Optional<MemberNotes.Note> noted = notes.read();
      if (noted.isEmpty()) {
        return Receipt.already(region + " is no restored server");
      }
      MemberNotes.Note note = noted.get();
      Path folder = server.root().resolve(note.folder());
      if (note.folder().equals(inUse(server))) {
        requireEpoch(server.epochOnDisk(), epoch);
        if (!ControlFile.read(folder).state().standby()) {
          throw Failures.of(FailureTypes.CONFLICT, region + " was promoted: it is the leader");
        }
        server.kill();
        back(server, note.former());
      }
      RestoredFolder.removeTree(folder);
      restored.folder().remove();
      String follows = resume(server, member, upstream, epoch);
      notes.remove();
      return Receipt.done(region + follows);
    } catch (IOException e) {
      throw Failures.of(
          FailureTypes.NOT_READY, "cannot undo the take-over in " + region + ": " + e, e);
    }
  }

  private static void back(PostgresServer server, @Nullable String former) {
    if (former == null) {
      server.useNone();
    } else {
      server.use(server.root().resolve(former));
    }
  }

  private String resume(
      PostgresServer server, DatabaseMember member, @Nullable String upstream, long epoch) {
    if (!hasData(server)) {
      return " has no data folder, as before";
    }
    if (server.pid().isPresent()) {
      return " uses its own folder";
    }
    if (!ControlFile.read(server.data()).state().standby()) {
      return " uses its own folder; it was no standby and is not started";
    }
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("primary_conninfo", upstream == null ? "" : Conninfo.of(region, member, upstream));
    settings.put("traceo.epoch", Long.toString(Math.max(epoch, server.epochOnDisk())));
    server.override(settings);
    server.startAsStandby();
    return " uses its own folder again" + (upstream == null ? "" : " and follows " + upstream);
  }

  /** Whether the restored server's folder is the one that the member uses. */
  boolean isMember(PostgresServer server) {
    Optional<MemberNotes.Note> note =
        new MemberNotes(server.root(), restored.server().restoreId()).read();
    try {
      return note.isPresent() && note.get().folder().equals(inUse(server));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("cannot read " + server.root(), e);
    }
  }

  /** Refuses when the restored server is the region's member now: its folder must stay. */
  void requireNoMember() {
    DatabaseMember member = place.databases().get(region);
    if (member == null || member.local() == null) {
      return;
    }
    PostgresServer server = new PostgresServer(member.local());
    if (isMember(server)) {
      throw Failures.of(
          FailureTypes.CONFLICT,
          "restore "
              + restored.server().restoreId()
              + " is the member of "
              + region
              + " now; it is not removed");
    }
  }
}
