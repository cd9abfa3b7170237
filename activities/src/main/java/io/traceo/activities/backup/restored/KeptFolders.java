package io.traceo.activities.backup.restored;

import io.traceo.activities.Failures;
import io.traceo.activities.Progress;
import io.traceo.activities.backup.BackupPlace;
import io.traceo.activities.database.postgres.ControlFile;
import io.traceo.activities.database.postgres.PostgresServer;
import io.traceo.activities.place.PlaceConfig.DatabaseMember;
import io.traceo.workflows.activity.BackupActivities.KeptServer;
import io.traceo.workflows.activity.BackupActivities.KeptServers;
import io.traceo.workflows.activity.BackupActivities.RestoredServer;
import io.traceo.workflows.contract.FailureTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The restored servers of one group that stand in one place, read off their folders, and the one
 * that is the place's member, if one is.
 */
public record KeptFolders(BackupPlace place, Progress progress) {

  /** All of them; whole, half or running. */
  public KeptServers list() {
    try {
      List<String> folders = folders();
      TreeSet<String> ids = new TreeSet<>(folders);
      PostgresServer member = memberServer();
      if (member != null) {
        ids.addAll(MemberNotes.restoreIds(member.root()));
      }
      List<KeptServer> found = new ArrayList<>();
      for (String id : ids) {
        Restored restored =
            Restored.of(place, new RestoredServer(place.group(), place.place(), id));
        if (member != null && new Installing(place, restored, progress).isMember(member)) {
          found.add(member(member, id));
        } else if (folders.contains(id)) {
          found.add(beside(restored));
        }
      }
      return new KeptServers(found);
    } catch (IOException | UncheckedIOException e) {
      throw Failures.of(
          FailureTypes.NOT_READY, "cannot tell what is restored here: " + e.getMessage(), e);
    }
  }

  private List<String> folders() throws IOException {
    Path folder = Path.of(place.access().scratch().folder()).resolve(place.group());
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isDirectory)
          .map(f -> f.getFileName().toString())
          .filter(RestoredFolder::names)
          .toList();
    }
  }

  private @Nullable PostgresServer memberServer() {
    DatabaseMember member = place.databases().get(place.place());
    return member == null || member.local() == null ? null : new PostgresServer(member.local());
  }

  private KeptServer member(PostgresServer server, String id) {
    Replay.Note note = new MemberNotes(server.root(), id).read().orElseThrow().standing();
    return kept(
        id,
        note.backupId(),
        note,
        server.pid().isPresent(),
        true,
        place.database(place.place()).endpoint().toString(),
        true);
  }

  private KeptServer beside(Restored restored) {
    RestoredFolder folder = restored.folder();
    Replay.Note note = folder.noted(Replay.NOTE, Replay.Note.class).orElse(null);
    return kept(
        restored.server().restoreId(),
        RestoredServers.unpacked(folder),
        note,
        folder.runs(),
        note != null && !ControlFile.read(folder.data()).state().standby(),
        place.access().scratch().endpoint().toString(),
        false);
  }

  private static KeptServer kept(
      String id,
      @Nullable String backupId,
      Replay.@Nullable Note note,
      boolean runs,
      boolean open,
      String endpoint,
      boolean member) {
    return new KeptServer(
        id,
        backupId,
        note == null ? null : Long.valueOf(note.replayed().position()),
        note == null ? null : note.replayed().lastCommitMillis(),
        runs,
        open,
        endpoint,
        member);
  }
}
