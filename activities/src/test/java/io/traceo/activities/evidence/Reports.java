package io.traceo.activities.evidence;

import io.traceo.workflows.activity.FaultActivities.ClockOffset;
import io.traceo.workflows.budget.Clocks;
import io.traceo.workflows.drill.DrillReport;
import io.traceo.workflows.drill.DrillReport.Objective;
import io.traceo.workflows.failover.StepRecord;
import io.traceo.workflows.ledger.LedgerAccount;
import io.traceo.workflows.ledger.LedgerAccount.ClientTimes;
import io.traceo.workflows.ledger.LedgerAccount.Clients;
import io.traceo.workflows.ledger.WriteTimeline;
import io.traceo.workflows.ledger.WriteTimeline.Series;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reports to test with. */
public final class Reports {
  static final long FAULT_AT = Instant.parse("2026-11-23T10:15:04Z").toEpochMilli();

  private Reports() {}

  public static DrillReport report(String id, String startedAt, String verdict) {
    return report(id, startedAt, verdict, null);
  }

  public static DrillReport failed() {
    return report(
        "20261123T101500-na-1f2e", "2026-11-23T10:15:00Z", "FAILED", "not met: clients converged");
  }

  public static DrillReport report(
      String id, String startedAt, String verdict, @Nullable String reason) {
    Clients clients =
        new Clients(
            new ClientTimes(6021L, null),
            new ClientTimes(2122L, 2199L),
            new ClientTimes(1710L, 1744L));
    return new DrillReport(
        DrillReport.SCHEMA,
        id,
        "na",
        verdict,
        reason,
        "UNPLANNED",
        "BLACKHOLE",
        startedAt,
        "2026-11-23T10:15:48Z",
        "drill/na",
        "1f2e3d4c-0000-4000-8000-000000000001",
        "ops",
        "monthly drill",
        "us-east-1",
        "us-west-2",
        7,
        9,
        List.of(
            new Objective("detection", "<= 30000 ms", "1190 ms", true),
            new Objective("acknowledged writes lost", "0", "0", true),
            new Objective("clients converged", "every kind", "not every kind", false)),
        new Clocks(1190L, 1214L, 2122L, null),
        clients,
        new LedgerAccount(9120, 0, 14, 5, 0, 0, 3, 0, 1710L, clients, 0.4, writes(), null),
        List.of(
            new StepRecord("seal", null, 41L, "DONE", "us-west-2, us-west-1", FAULT_AT + 1300),
            new StepRecord(
                "promote", 5000L, 214L, "DONE", "us-west-2 on timeline 8", FAULT_AT + 1250),
            new StepRecord(
                "route",
                10000L,
                10480L,
                "PAGED",
                "control and us-west-1 answer with us-west-2; us-west-2 still answered with the old"
                    + " address\nafter 10 s: Connection\u001b[31m refused",
                FAULT_AT + 1464),
            new StepRecord("restore.drain", 10000L, null, "RUNNING", null, null)),
        List.of(new ClockOffset("ledger", 0.4, 0.1), new ClockOffset("control", -1.26, 0.2)),
        List.of("regions: loopback addresses of one machine"),
        List.of("PostgreSQL 18.6", "Temporal 1.29.1"),
        1712L,
        List.of("memory of every Java process was read"),
        List.of("2026-11-23T10:15:04Z fault: BLACKHOLE of us-east-1"),
        List.of(),
        FAULT_AT);
  }

  /** 3 s before the fault to 9 s after it: 2.1 s without writes, then the new leader's. */
  public static WriteTimeline writes() {
    return writes(120);
  }

  /** The same for so many tenths of a second. */
  public static WriteTimeline writes(int length) {
    return new WriteTimeline(
        -3000,
        100,
        0,
        List.of(
            series("multiHost", "us-east-1", 0, 30, length),
            series("multiHost", "us-west-2", 47, length, length),
            series("reResolving", "us-east-1", 0, 30, length),
            series("reResolving", "us-west-2", 51, length, length),
            series("strictTtl", "us-east-1", 0, 30, length),
            series("strictTtl", "us-west-2", 90, length, length)));
  }

  private static Series series(String client, String server, int from, int to, int length) {
    return new Series(
        client,
        server,
        IntStream.range(0, length).mapToObj(i -> i >= from && i < to ? 9 + i * 7 % 5 : 0).toList());
  }
}
