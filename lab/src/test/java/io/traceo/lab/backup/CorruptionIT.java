package io.traceo.lab.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.backup.store.BackupStore;
import io.traceo.activities.backup.store.Envelope;
import io.traceo.activities.backup.store.Manifests;
import io.traceo.activities.backup.store.PieceWriter;
import io.traceo.activities.backup.store.RegionKey;
import io.traceo.activities.place.PlaceConfig.StoreAccess;
import io.traceo.lab.postgres.Steps;
import io.traceo.lab.postgres.ThreeMembers;
import io.traceo.workflows.activity.BackupActivities.BackupQuery;
import io.traceo.workflows.activity.BackupActivities.FetchRequest;
import io.traceo.workflows.activity.BackupActivities.ReplayRequest;
import io.traceo.workflows.activity.BackupActivities.RestoreQuery;
import io.traceo.workflows.activity.BackupActivities.TakeRequest;
import io.traceo.workflows.restore.BackupManifest;
import io.traceo.workflows.restore.BackupManifest.Piece;
import io.traceo.workflows.restore.RestoreTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Everything that is wrong with a backup is found, and said. */
@Tag("long")
class CorruptionIT {
  private static final String GROUP = ThreeMembers.GROUP;
  private static final String LEADER = ThreeMembers.REGIONS.get(0);
  private static BackupLab lab;
  private static long oldest;

  @BeforeAll
  static void backUp() throws Exception {
    lab = new BackupLab(93, "127.93.0.99");
    var archiving = lab.archive(LEADER, 1);
    oldest = lab.service.take(new TakeRequest(GROUP, "b1", LEADER)).stoppedAtMillis();
    lab.commits(LEADER, 1, 3);
    for (int n = 0; n < 3; n++) {
      try (Connection leader = lab.group.operator(LEADER)) {
        Steps.run(leader, "SELECT pg_switch_wal()");
      }
      lab.commits(LEADER, 4 + n, 4 + n);
    }
    lab.awaitArchive(LEADER);
    lab.group.server(LEADER).kill();
    archiving.join();
  }

  @AfterAll
  static void remove() {
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void aFlippedByteOfTheBase() throws Exception {
    Path piece = objects("base/b1").get(0);
    byte[] good = Files.readAllBytes(piece);
    byte[] bad = good.clone();
    bad[bad.length / 2] ^= 1;
    Files.write(piece, bad);
    try {
      assertThat(failure("flipped", "b1")).contains("damaged");
    } finally {
      Files.write(piece, good);
    }
  }

  @Test
  void anObjectThatWasCut() throws Exception {
    Path piece = objects("base/b1").get(0);
    byte[] good = Files.readAllBytes(piece);
    Files.write(piece, java.util.Arrays.copyOf(good, good.length / 2));
    try {
      assertThat(failure("cut", "b1")).contains("bytes instead of");
    } finally {
      Files.write(piece, good);
    }
  }

  @Test
  void aSegmentThatIsMissing() throws Exception {
    List<Path> segments =
        objects("wal/00000001").stream().filter(p -> !p.toString().endsWith(".partial")).toList();
    Path segment = segments.get(segments.size() - 2);
    byte[] good = Files.readAllBytes(segment);
    Files.delete(segment);
    try {
      assertThat(lab.plan(RestoreTarget.LATEST).refusals())
          .anyMatch(r -> r.contains(segment.getFileName().toString()) && r.contains("missing"));
      lab.service.fetch(new FetchRequest(lab.server("hole"), "b1"));
      Steps.assertFails(
          "Corrupt",
          () ->
              lab.service.replay(
                  new ReplayRequest(lab.server("hole"), "b1", RestoreTarget.LATEST)));
      lab.service.discard(lab.server("hole"));
    } finally {
      Files.write(segment, good);
    }
  }

  @Test
  void aSegmentWithAFlippedByte() throws Exception {
    List<Path> segments =
        objects("wal/00000001").stream().filter(p -> !p.toString().endsWith(".partial")).toList();
    Path segment = segments.get(segments.size() - 2);
    byte[] good = Files.readAllBytes(segment);
    byte[] bad = good.clone();
    bad[bad.length / 2] ^= 1;
    Files.write(segment, bad);
    try {
      lab.service.fetch(new FetchRequest(lab.server("segment"), "b1"));
      Steps.assertFails(
          "Corrupt",
          () ->
              lab.service.replay(
                  new ReplayRequest(lab.server("segment"), "b1", RestoreTarget.LATEST)));
      lab.service.discard(lab.server("segment"));
    } finally {
      Files.write(segment, good);
    }
  }

  @Test
  void anEmptyBase() throws Exception {
    try (BackupStore store = store()) {
      Envelope envelope = new Envelope(key());
      List<Piece> pieces;
      PieceWriter writer = new PieceWriter(store, envelope, "na/base/empty/try", n -> {});
      TarArchiveOutputStream tar = new TarArchiveOutputStream(writer);
      tar.putArchiveEntry(new TarArchiveEntry("base/"));
      tar.closeArchiveEntry();
      tar.finish();
      pieces = writer.finish();
      forge("empty", b1().systemIdentifier(), 1, pieces);
    }
    try {
      assertThat(failure("empty", "empty")).contains("is no base backup");
    } finally {
      forget("empty");
    }
  }

  @Test
  void anotherKey() throws Exception {
    byte[] other = new byte[32];
    other[0] = 1;
    Path key = lab.folder.resolve("other");
    Files.writeString(key, Base64.getEncoder().encodeToString(other));
    var service = lab.service(key, "127.93.0.99");
    assertThat(
            service
                .planRestore(new RestoreQuery(GROUP, BackupLab.COLD, RestoreTarget.LATEST, null))
                .refusals())
        .anyMatch(r -> r.contains("another key"));
    Steps.assertFails("Corrupt", () -> service.fetch(new FetchRequest(lab.server("key"), "b1")));
  }

  @Test
  void aManifestOfAnotherCluster() throws Exception {
    forge("foreign", "42", 1, pieces("b1"));
    try {
      assertThat(
              lab.service
                  .planRestore(
                      new RestoreQuery(GROUP, BackupLab.COLD, RestoreTarget.LATEST, "foreign"))
                  .refusals())
          .anyMatch(r -> r.contains("is of database cluster 42"));
      assertThat(failure("foreign", "foreign")).contains("database cluster 42");
    } finally {
      forget("foreign");
    }
  }

  @Test
  void aTimelineThatIsNoAncestor() throws Exception {
    forge("aside", b1().systemIdentifier(), 7, pieces("b1"));
    try {
      assertThat(
              lab.service
                  .planRestore(
                      new RestoreQuery(GROUP, BackupLab.COLD, RestoreTarget.LATEST, "aside"))
                  .refusals())
          .anyMatch(r -> r.contains("no ancestor"));
    } finally {
      forget("aside");
    }
  }

  @Test
  void timesThatAreNotThere() {
    long newest = lab.service.list(new BackupQuery(GROUP)).archive().atMillis();
    assertThat(lab.plan(BackupLab.at(newest + 1)).refusals())
        .anyMatch(r -> r.contains("the newest possible time is"));
    assertThat(lab.plan(BackupLab.at(oldest - 1)).refusals())
        .anyMatch(r -> r.contains("oldest possible time is"));
    assertThat(lab.plan(BackupLab.at(oldest)).refusals()).isEmpty();
  }

  private static String failure(String id, String backup) {
    Throwable thrown =
        catchThrowable(() -> lab.service.fetch(new FetchRequest(lab.server(id), backup)));
    lab.service.discard(lab.server(id));
    assertThat(thrown).isInstanceOf(ApplicationFailure.class);
    assertThat(((ApplicationFailure) thrown).getType())
        .as(thrown.getMessage())
        .isEqualTo("Corrupt");
    return ((ApplicationFailure) thrown).getOriginalMessage();
  }

  private static List<Path> objects(String below) throws IOException {
    try (Stream<Path> all = Files.walk(lab.folder.resolve("store/na").resolve(below))) {
      return all.filter(Files::isRegularFile)
          .filter(f -> !f.getFileName().toString().startsWith("."))
          .filter(f -> !f.getFileName().toString().equals("manifest.json"))
          .sorted()
          .toList();
    }
  }

  private static BackupStore store() {
    return BackupStore.open(
        new StoreAccess(
            "directory", lab.folder.resolve("store").toString(), null, null, null, null, 0));
  }

  private static RegionKey key() {
    return RegionKey.of("k1", "file:" + lab.folder.resolve("key"));
  }

  private static BackupManifest b1() {
    try (BackupStore store = store()) {
      return new Manifests(store, key()).read(GROUP, "b1");
    }
  }

  private static List<Piece> pieces(String id) {
    try (BackupStore store = store()) {
      return new Manifests(store, key()).read(GROUP, id).pieces();
    }
  }

  /** A manifest that is well signed and does not fit. */
  private static void forge(String id, String cluster, int timeline, List<Piece> pieces) {
    BackupManifest b = b1();
    try (BackupStore store = store()) {
      new Manifests(store, key())
          .write(
              new BackupManifest(
                  b.schema(),
                  id,
                  b.group(),
                  cluster,
                  b.leader(),
                  b.place(),
                  b.startPosition(),
                  b.stopPosition(),
                  timeline,
                  b.databaseBytes(),
                  b.storedBytes(),
                  b.keyId(),
                  b.keyCheck(),
                  b.versions(),
                  pieces,
                  b.startedAtMillis(),
                  b.stoppedAtMillis(),
                  b.provider()));
    }
  }

  private static void forget(String id) {
    try (BackupStore store = store()) {
      store.delete(Manifests.name(GROUP, id));
    }
  }
}
