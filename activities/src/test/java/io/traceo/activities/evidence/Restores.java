package io.traceo.activities.evidence;

import io.traceo.workflows.activity.BackupActivities.RestoreOutlook;
import io.traceo.workflows.activity.DatabaseActivities.Check;
import io.traceo.workflows.drill.DrillReport.Objective;
import io.traceo.workflows.failover.StepRecord;
import io.traceo.workflows.restore.BackupManifest;
import io.traceo.workflows.restore.RestoreReport;
import io.traceo.workflows.restore.RestoreReport.Kind;
import io.traceo.workflows.restore.RestoreTarget;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reports of restores to test with. */
public final class Restores {
  private static final long START = Instant.parse("2026-11-25T04:00:00Z").toEpochMilli();

  private Restores() {}

  /** A restore test that went well. */
  public static RestoreReport green() {
    return report(Kind.RESTORE_TEST, "restore-test-na-20261125T040000-1f2e", "GREEN", null, true);
  }

  /** One whose index check failed. */
  public static RestoreReport red() {
    return report(
        Kind.RESTORE_TEST,
        "restore-test-na-20261125T040000-dead",
        "RED",
        "check amcheck failed: index entry_client_seq_idx lacks rows of its table",
        false);
  }

  public static RestoreReport report(
      Kind kind, String id, String verdict, @Nullable String reason, boolean well) {
    return new RestoreReport(
        RestoreReport.SCHEMA,
        id,
        kind,
        "na",
        verdict,
        reason,
        "2026-11-25T04:00:00Z",
        "2026-11-25T04:04:10Z",
        "restore-test/na",
        "1f2e3d4c-0000-4000-8000-000000000001",
        "ops",
        "nightly",
        "us-west-2",
        false,
        plan(),
        231_400L,
        3.25,
        1_610_612_736L,
        125_829_120L,
        null,
        List.of(
            new Objective("recovery time", "<= 3600 s", "231.4 s", true),
            new Objective(
                "recovery point",
                "<= 60 s",
                "3.25 s (the archive's end against the leader's last known commit)",
                true),
            new Objective("age of the newest backup", "<= 93600 s", "7100.0 s", true)),
        List.of(
            new StepRecord("admit", null, 312L, "DONE", "backup 20261125T020000-aaaa", START),
            new StepRecord("fetch", 1_800_000L, 151_000L, "DONE", "1.5 GiB of files", START + 400),
            new StepRecord("replay", 1_200_000L, 62_000L, "DONE", "at 3/5A000028", START + 151_400),
            new StepRecord(
                "verify", 600_000L, 17_500L, well ? "DONE" : "FAILED", null, START + 213_900),
            new StepRecord("discard", null, null, "RUNNING", null, null)),
        List.of(
            new Check("page checksums", true, "196,608 pages"),
            new Check(
                "amcheck",
                well,
                well ? "14 indexes" : "index entry_client_seq_idx lacks rows of its table"),
            new Check("no entry of the ledger is there twice", true, "t")),
        List.of("regions: loopback addresses of one machine"),
        List.of("2026-11-25T04:03:34Z verified"));
  }

  public static RestoreOutlook plan() {
    return new RestoreOutlook(
        backup(),
        new RestoreTarget(RestoreTarget.Kind.LATEST, null, 0x3_5A00_0028L),
        125_829_120L,
        3.25,
        245,
        START - 3250,
        "127.84.3.1:15433 in us-west-2, in a folder of its own",
        null,
        List.of());
  }

  public static BackupManifest backup() {
    return new BackupManifest(
        1,
        "20261125T020000-aaaa",
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
        START - 7_200_000,
        START - 7_100_000,
        "native");
  }
}
