package io.traceo.lab.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.activities.backup.store.BackupStore;
import io.traceo.activities.backup.store.Manifests;
import io.traceo.activities.backup.store.Moto;
import io.traceo.activities.backup.store.RegionKey;
import io.traceo.activities.place.PlaceConfig.StoreAccess;
import io.traceo.lab.postgres.Steps;
import io.traceo.lab.postgres.ThreeMembers;
import io.traceo.workflows.activity.BackupActivities.BackupOutlook;
import io.traceo.workflows.activity.BackupActivities.BackupQuery;
import io.traceo.workflows.activity.BackupActivities.PruneRequest;
import io.traceo.workflows.activity.BackupActivities.Pruned;
import io.traceo.workflows.activity.BackupActivities.RestoreQuery;
import io.traceo.workflows.activity.BackupActivities.TakeRequest;
import io.traceo.workflows.restore.BackupManifest;
import io.traceo.workflows.restore.RestoreTarget;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The native provider from end to end, with a bucket as its store. */
@Tag("long")
class S3BackupIT {
  private static final String GROUP = ThreeMembers.GROUP;
  private static final String LEADER = ThreeMembers.REGIONS.get(0);

  @Test
  void aBucketKeepsLocksAndRestores() throws Exception {
    Optional<Moto> found = Moto.start();
    Assumptions.assumeTrue(found.isPresent(), "moto is not here: lab/counterparts moto");
    try (Moto moto = found.get()) {
      String bucket = moto.governedBucket();
      try (BackupLab lab = new BackupLab(161, "127.161.0.99", moto.access(bucket, 1))) {
        var archiving = lab.archive(LEADER, 1);
        BackupOutlook outlook = lab.service.outlook(new BackupQuery(GROUP));
        assertThat(outlook.refusals()).isEmpty();
        assertThat(outlook.store()).contains(bucket);
        lab.service.take(new TakeRequest(GROUP, "b1", LEADER));
        Map<Long, Long> moments = lab.commits(LEADER, 1, 10);
        switchSegment(lab);
        lab.service.take(new TakeRequest(GROUP, "b2", LEADER));
        lab.commits(LEADER, 11, 20);
        lab.awaitArchive(LEADER);

        lab.restore("to-5", BackupLab.at(moments.get(5L)));
        lab.requireUpTo("to-5", 5, LEADER);
        assertThat(lab.service.discard(lab.server("to-5")).outcome()).isEqualTo("DONE");
        refusals(lab, moto.access(bucket, 1));
        retention(lab, moto, bucket);

        lab.restore("latest", RestoreTarget.LATEST);
        lab.requireUpTo("latest", 20, LEADER);
        lab.group.server(LEADER).kill();
        assertThat(archiving.join().problem()).isNotEmpty();
      }
    }
  }

  private static void switchSegment(BackupLab lab) throws Exception {
    try (Connection leader = lab.group.operator(LEADER)) {
      Steps.run(leader, "SELECT pg_switch_wal()");
    }
  }

  /** What can't be restored is said before anything is touched. */
  private static void refusals(BackupLab lab, StoreAccess access) {
    assertThat(refusals(lab, RestoreTarget.LATEST, "nope"))
        .anyMatch(r -> r.contains("no backup nope; there are [b2, b1]"));
    long tomorrow = System.currentTimeMillis() + Duration.ofDays(1).toMillis();
    assertThat(refusals(lab, BackupLab.at(tomorrow), null))
        .anyMatch(r -> r.contains("the newest possible time is"));
    RegionKey key = RegionKey.of("k1", "file:" + lab.folder.resolve("key"));
    try (BackupStore store = BackupStore.open(access)) {
      Manifests manifests = new Manifests(store, key);
      assertThat(manifests.write(huge(manifests.read(GROUP, "b1")))).isTrue();
    }
    assertThat(refusals(lab, RestoreTarget.LATEST, "huge")).anyMatch(r -> r.contains("are needed"));
    assertThat(lab.folder.resolve("scratch").resolve(GROUP)).doesNotExist();
  }

  private static List<String> refusals(BackupLab lab, RestoreTarget target, String backup) {
    return lab.service
        .planRestore(new RestoreQuery(GROUP, BackupLab.COLD, target, backup))
        .refusals();
  }

  /** As b1, and of more bytes than any disk here has. */
  private static BackupManifest huge(BackupManifest b1) {
    return new BackupManifest(
        b1.schema(),
        "huge",
        b1.group(),
        b1.systemIdentifier(),
        b1.leader(),
        b1.place(),
        b1.startPosition(),
        b1.stopPosition(),
        b1.timeline(),
        1L << 55,
        b1.storedBytes(),
        b1.keyId(),
        b1.keyCheck(),
        b1.versions(),
        b1.pieces(),
        b1.startedAtMillis(),
        b1.stoppedAtMillis() - 1,
        b1.provider());
  }

  /** What is locked stays and is named; of what is not, the newest stays. */
  private static void retention(BackupLab lab, Moto moto, String bucket) {
    PruneRequest keepOne = new PruneRequest(GROUP, 1, Duration.ZERO);
    Pruned locked = lab.service.prune(keepOne);
    assertThat(locked.removed()).isEmpty();
    assertThat(locked.locked()).containsExactlyInAnyOrder("b1", "huge");
    assertThat(ids(lab)).containsExactly("b2", "b1", "huge");

    moto.endLocks(bucket);
    Pruned done = lab.service.prune(keepOne);
    assertThat(done.removed()).containsExactlyInAnyOrder("b1", "huge");
    assertThat(done.locked()).isEmpty();
    assertThat(done.segments()).isPositive();
    Pruned nothing = lab.service.prune(new PruneRequest(GROUP, 0, Duration.ZERO));
    assertThat(nothing.removed()).isEmpty();
    assertThat(ids(lab)).containsExactly("b2");
  }

  private static List<String> ids(BackupLab lab) {
    return lab.service.list(new BackupQuery(GROUP)).backups().stream()
        .map(BackupManifest::id)
        .toList();
  }
}
