package io.traceo.activities.backup.restored;

import io.traceo.activities.Failures;
import io.traceo.activities.backup.BackupPlace;
import io.traceo.workflows.activity.BackupActivities.RestoredServer;
import io.traceo.workflows.contract.FailureTypes;

/** One restored server's folder, its configuration and the way in. */
record Restored(
    RestoredServer server,
    RestoredFolder folder,
    RestoredSettings settings,
    RestoredCredential credential) {

  static Restored of(BackupPlace place, RestoredServer server) {
    RestoredFolder folder = RestoredFolder.of(place, server);
    String operator =
        place.databases().values().stream()
            .map(member -> member.user())
            .sorted()
            .findFirst()
            .orElse("postgres");
    RestoredCredential credential =
        new RestoredCredential(folder, place.access().scratch().endpoint(), operator);
    return new Restored(
        server,
        folder,
        new RestoredSettings(
            folder, place.group(), place.access().scratch().endpoint(), credential),
        credential);
  }

  /** Where it stands, once it has been replayed. */
  Replay.Note standing() {
    return folder
        .noted(Replay.NOTE, Replay.Note.class)
        .orElseThrow(
            () ->
                Failures.of(
                    FailureTypes.CONFLICT,
                    folder.root() + " has no server that stands at its target"));
  }
}
