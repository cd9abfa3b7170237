package io.traceo.activities.backup.restored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Progress;
import io.traceo.activities.backup.BackupPlace;
import io.traceo.activities.backup.nativ.NativeBackups;
import io.traceo.activities.place.Endpoint;
import io.traceo.activities.place.PlaceConfig.BackupAccess;
import io.traceo.activities.place.PlaceConfig.DatabaseMember;
import io.traceo.activities.place.PlaceConfig.LocalServer;
import io.traceo.activities.place.PlaceConfig.ScratchAccess;
import io.traceo.activities.place.PlaceConfig.StoreAccess;
import io.traceo.workflows.activity.BackupActivities.KeptServer;
import io.traceo.workflows.activity.BackupActivities.Replayed;
import io.traceo.workflows.activity.BackupActivities.RestoredServer;
import io.traceo.workflows.restore.RestoreTarget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of the folders that restores left, and which of them can be removed. */
class KeptFoldersTest {
  private static final int LEADING = 6;
  private static final int STANDBY = 5;

  @TempDir Path folder;
  private BackupPlace place;

  @BeforeEach
  void configure() {
    place =
        new BackupPlace(
            "us-west-2",
            "na",
            new BackupAccess(
                "native",
                new StoreAccess(
                    "directory", folder.resolve("store").toString(), null, null, null, null, 0),
                "key",
                "file:key",
                folder.resolve("spool").toString(),
                new ScratchAccess(
                    "/nowhere",
                    folder.resolve("scratch").toString(),
                    new Endpoint("127.84.3.1", 1)),
                null),
            Map.of(
                "us-west-2",
                new DatabaseMember(
                    new Endpoint("127.84.3.2", 2),
                    "db",
                    "op",
                    "env:A",
                    "ob",
                    "env:B",
                    Map.of(),
                    "rep",
                    "pass",
                    new LocalServer("/nowhere", folder.resolve("member").toString()))));
  }

  private List<KeptServer> listed() {
    return new KeptFolders(place, Progress.NONE).list().servers();
  }

  private static Replay.Note stands() {
    return new Replay.Note(
        "b1", RestoreTarget.LATEST, 900, new Replayed(900, 2, 5L, 10, 1, "127.84.3.1:1"));
  }

  private RestoredFolder folderOf(String id) {
    return RestoredFolder.of(place, new RestoredServer("na", "us-west-2", id));
  }

  /** As far as fetch leaves it; its control file is the backup's. */
  private RestoredFolder unpacked(String id, int state) throws IOException {
    RestoredFolder made = folderOf(id);
    Files.createDirectories(made.data().resolve("global"));
    Files.write(made.data().resolve("global/pg_control"), control(state));
    made.note("fetched.json", Map.of("backupId", "b1", "fetched", Map.of()));
    return made;
  }

  private static byte[] control(int state) {
    return ByteBuffer.allocate(8192).order(ByteOrder.nativeOrder()).putInt(16, state).array();
  }

  private String discard(String id) {
    return new RestoredServers(place, new NativeBackups(), Progress.NONE)
        .discard(new RestoredServer("na", "us-west-2", id))
        .outcome();
  }

  @Test
  void whereNothingWasRestoredThereIsNothing() {
    assertThat(listed()).isEmpty();
  }

  @Test
  void eachIsSaidToBeAsFarAsItIs() throws IOException {
    Files.createDirectories(folderOf("c-begun").data());
    unpacked("d-unpacked", LEADING);
    unpacked("b-replayed", STANDBY).note(Replay.NOTE, stands());
    unpacked("a-open", LEADING).note(Replay.NOTE, stands());
    Files.createDirectories(folder.resolve("scratch/na/not an id"));
    assertThat(listed())
        .containsExactly(
            new KeptServer("a-open", "b1", 900L, 5L, false, true, "127.84.3.1:1", false),
            new KeptServer("b-replayed", "b1", 900L, 5L, false, false, "127.84.3.1:1", false),
            new KeptServer("c-begun", null, null, null, false, false, "127.84.3.1:1", false),
            new KeptServer("d-unpacked", "b1", null, null, false, false, "127.84.3.1:1", false));
  }

  @Test
  void oneIsRemovedWithAllItsFilesAndNoOther() throws IOException {
    unpacked("one", LEADING).note(Replay.NOTE, stands());
    unpacked("other", LEADING).note(Replay.NOTE, stands());
    assertThat(discard("one")).isEqualTo("DONE");
    assertThat(folder.resolve("scratch/na/one")).doesNotExist();
    assertThat(listed()).extracting(KeptServer::restoreId).containsExactly("other");
    assertThat(discard("one")).isEqualTo("ALREADY");
  }

  @Test
  void theOneThatIsTheMemberIsListedAsSuchAndNotRemoved() throws IOException {
    Path member = Files.createDirectories(folder.resolve("member"));
    Files.createDirectories(member.resolve("data-2"));
    Files.createSymbolicLink(member.resolve("current"), Path.of("data-2"));
    new MemberNotes(member, "one").write(new MemberNotes.Note("data", "data-2", stands()));
    new MemberNotes(member, "former").write(new MemberNotes.Note(null, "data", stands()));
    assertThat(listed())
        .containsExactly(new KeptServer("one", "b1", 900L, 5L, false, true, "127.84.3.2:2", true));
    assertThatThrownBy(() -> discard("one"))
        .isInstanceOf(ApplicationFailure.class)
        .hasMessageContaining("restore one is the member of us-west-2 now");
    assertThat(member.resolve("data-2")).exists();
  }
}
