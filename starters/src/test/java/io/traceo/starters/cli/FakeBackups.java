package io.traceo.starters.cli;

import io.traceo.workflows.activity.BackupActivities.BackupOutlook;
import io.traceo.workflows.activity.BackupActivities.RestoreOutlook;
import io.traceo.workflows.restore.ArchiveState;
import io.traceo.workflows.restore.BackupManifest;
import io.traceo.workflows.restore.RestoreTarget;
import java.util.List;

/** What the played workflows of backups answer. */
final class FakeBackups {
  static final String ID = "20261125T020000-aaaa";
  static final long TAKEN = 1_795_572_100_000L;

  private FakeBackups() {}

  static BackupManifest manifest() {
    return new BackupManifest(
        1,
        ID,
        "na",
        "7438291018273645",
        "us-east-1",
        "us-west-2",
        0x3_5200_0028L,
        0x3_5200_0120L,
        8,
        1_610_612_736L,
        498_073_600L,
        "kms:us-west-2/traceo",
        "c0ffee",
        List.of("PostgreSQL 18.6"),
        List.of(),
        TAKEN - 100_000,
        TAKEN,
        "native");
  }

  static BackupOutlook outlook(List<String> refusals) {
    return new BackupOutlook(
        "us-west-2",
        "us-east-1",
        1_610_612_736L,
        "a folder",
        "kms:us-west-2/traceo",
        "native",
        refusals);
  }

  static RestoreOutlook plan(List<String> refusals) {
    return new RestoreOutlook(
        manifest(),
        new RestoreTarget(RestoreTarget.Kind.LATEST, null, 0x3_5A00_0028L),
        125_829_120L,
        3.25,
        245,
        TAKEN + 7_200_000,
        "127.84.3.1:15433 in us-west-2",
        null,
        refusals);
  }

  static ArchiveState archive(String problem) {
    return new ArchiveState(
        "us-east-1",
        8,
        0x3_5A00_0028L,
        System.currentTimeMillis() - 3_500,
        TAKEN,
        problem.isEmpty() ? null : problem);
  }
}
