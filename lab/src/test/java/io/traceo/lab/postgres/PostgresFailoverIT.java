package io.traceo.lab.postgres;

import static io.traceo.lab.postgres.Steps.assertFails;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.activities.backup.WalName;
import io.traceo.activities.database.postgres.PostgresServer;
import io.traceo.lab.Eventually;
import io.traceo.workflows.activity.DatabaseActivities.Alone;
import io.traceo.workflows.activity.DatabaseActivities.CatchUpRequest;
import io.traceo.workflows.activity.DatabaseActivities.FenceRequest;
import io.traceo.workflows.activity.DatabaseActivities.Promotion;
import io.traceo.workflows.activity.DatabaseActivities.RejoinRequest;
import io.traceo.workflows.activity.DatabaseActivities.Rejoined;
import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.activity.DatabaseActivities.Stopped;
import io.traceo.workflows.contract.FailureTypes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes of leader, and the old leader's way back, on one real group. */
class PostgresFailoverIT {
  private static ThreeMembers group;
  private Steps steps;

  @BeforeAll
  static void provision() throws Exception {
    group = new ThreeMembers();
  }

  @AfterAll
  static void remove() {
    if (group != null) {
      group.close();
    }
  }

  @BeforeEach
  void whole() throws Exception {
    steps = Steps.ofWhole(group);
  }

  @Test
  void noConfirmedWriteIsLostUnderLoad() throws Exception {
    Writers writers = new Writers(group, steps.leader, "load");
    try {
      awaitSome(writers);
      SealedMember best = steps.sealBoth();
      steps.arm(best.region());
      Promotion promotion = steps.promote(best);
      assertThat(promotion.outcome()).isEqualTo("DONE");
      assertThat(promotion.timeline()).isEqualTo(best.timeline() + 1);
      assertThat(promotion.forkPosition()).isBetween(best.position() - (1 << 20), best.position());
      Promotion again = steps.promote(best);
      assertThat(again.outcome()).isEqualTo("ALREADY");
      assertThat(again.forkPosition()).isEqualTo(promotion.forkPosition());

      assertThat(group.at(steps.leader).fence(steps.at(steps.leader)).outcome()).isEqualTo("DONE");
      assertThat(group.at(steps.leader).fence(steps.at(steps.leader)).outcome())
          .isEqualTo("ALREADY");
      writers.stop();
      String newLeader = promotion.region();
      assertThat(group.at(newLeader).fence(steps.at(newLeader)).outcome()).isEqualTo("ALREADY");
      try (Connection after = group.operator(newLeader)) {
        assertThat(writers.missingOn(after)).isEmpty();
      }
      assertThat(steps.verify(promotion, best.position()).checks())
          .filteredOn(c -> !c.ok() && !c.name().equals("heartbeat rows"))
          .isEmpty();
      steps.rejoin(steps.leader, newLeader);
      assertThat(steps.rejoin(steps.leader, newLeader).how()).isEqualTo("ALREADY");
      steps.restoreCopies(newLeader);
      assertThat(steps.look(newLeader).synchronousSet()).hasSize(2);
    } finally {
      writers.stop();
    }
  }

  private static void awaitSome(Writers writers) throws Exception {
    Eventually.within(10, () -> writers.confirmed().size() >= 200);
  }

  @Test
  void afterACleanStopTheOldLeaderFollows() throws Exception {
    steps.control.drain(steps.drainOf(steps.leader));
    steps.control.awaitCatchUp(
        new CatchUpRequest(Steps.GROUP, steps.leader, List.of(steps.target, steps.survivor)));
    Stopped stopped = group.at(steps.leader).stopLeader(steps.at(steps.leader));
    SealedMember best = steps.sealBoth();
    assertThat(best.position()).isGreaterThan(stopped.position());
    steps.arm(best.region());
    Promotion promotion = steps.promote(best);
    Path before = group.server(steps.leader).data();

    Rejoined back = steps.rejoin(steps.leader, promotion.region());

    assertThat(back.how()).isEqualTo("FOLLOWED");
    assertThat(group.server(steps.leader).data()).isEqualTo(before);
    steps.restoreCopies(promotion.region());
    // The drain is over with the role: this member may lead again one day.
    try (Connection old = group.operator(steps.leader)) {
      assertThat(
              Steps.number(
                  old,
                  "SELECT count(*) FROM pg_settings WHERE name ="
                      + " 'default_transaction_read_only' AND setting = 'on'"))
          .isZero();
    }
  }

  @Test
  void anOldLeaderWithWritesOfItsOwnIsSeededAnew() throws Exception {
    SealedMember best = steps.sealBoth();
    try (Connection alone = group.operator(steps.leader)) {
      Steps.run(
          alone,
          "SET synchronous_commit = local",
          "INSERT INTO ledger.entry (client, seq, sent_at)"
              + " SELECT 'ghost', n, now() FROM generate_series(1, 50) AS n",
          "SELECT pg_create_physical_replication_slot('inherited')");
    }
    steps.arm(best.region());
    Promotion promotion = steps.promote(best);
    String newLeader = promotion.region();
    PostgresServer old = group.server(steps.leader);
    old.kill();
    Path kept = old.data();
    // Born fenced: whoever starts it, it comes up read-only.
    assertThat(kept.resolve("standby.signal")).exists();
    assertThat(group.server(newLeader).data().resolve("standby.signal")).exists();

    Rejoined back = steps.rejoin(steps.leader, newLeader);

    assertThat(back.how()).isEqualTo("RESEEDED");
    assertThat(back.divergedBytes()).isPositive();
    assertThat(back.keptFolder()).isEqualTo(kept.toString());
    Alone had = requireNonNull(back.alone());
    assertThat(had.notCounted()).isNull();
    assertThat(had.commits()).as("%s", had).isBetween(1L, had.records());
    assertThat(had.recordBytes()).isBetween(50L, had.end() - had.fork());
    assertThat(had.region()).isEqualTo(steps.leader);
    assertThat(had.sha256()).as("%s", had).isEqualTo(hash(kept, had));
    assertThat(had.text()).contains(" commits in ", "SHA-256 " + had.sha256(), kept.toString());
    assertThat(kept.resolve("global/pg_control")).exists();
    assertThat(old.data()).isNotEqualTo(kept);
    assertThat(steps.look(steps.leader).upstream()).isEqualTo(newLeader);
    steps.restoreCopies(newLeader);
    try (Connection fresh = group.operator(newLeader);
        Connection copy = group.operator(steps.leader)) {
      Steps.run(
          fresh,
          "SET synchronous_commit = remote_apply",
          "INSERT INTO ledger.entry (client, seq, sent_at) VALUES ('after', 1, now())");
      String count = "SELECT count(*) FROM ledger.entry WHERE client = ";
      assertThat(Steps.number(copy, count + "'ghost'")).isZero();
      assertThat(Steps.number(fresh, count + "'ghost'")).isZero();
      String slots = "SELECT count(*) FROM pg_replication_slots";
      assertThat(Steps.number(copy, slots)).isZero();
      assertThat(Steps.number(fresh, slots)).isZero();
    }
  }

  /** The bytes again, by another way: within one segment. */
  private static String hash(Path kept, Alone had) throws Exception {
    WalName segment = WalName.at(1, had.fork());
    assertThat(had.end()).isLessThanOrEqualTo(segment.end());
    Path file = newest(kept.resolve("pg_wal"), segment);
    byte[] bytes = Files.readAllBytes(file);
    byte[] alone =
        Arrays.copyOfRange(
            bytes, (int) (had.fork() - segment.start()), (int) (had.end() - segment.start()));
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(alone));
  }

  /** That segment on the newest timeline that has it. */
  private static Path newest(Path log, WalName segment) throws Exception {
    try (Stream<Path> all = Files.list(log)) {
      return all.filter(
              f ->
                  WalName.matches(f.getFileName().toString())
                      && WalName.parse(f.getFileName().toString()).number() == segment.number())
          .max(Comparator.naturalOrder())
          .orElseThrow();
    }
  }

  @Test
  void withoutTheExtensionItIsKeptAndNotCounted() throws Exception {
    SealedMember best = steps.sealBoth();
    try (Connection alone = group.operator(steps.leader)) {
      Steps.run(alone, "SET synchronous_commit = local", "DROP EXTENSION pg_walinspect");
    }
    steps.arm(best.region());
    String newLeader = steps.promote(best).region();
    group.server(steps.leader).kill();

    Alone had = requireNonNull(steps.rejoin(steps.leader, newLeader).alone());

    assertThat(had.text()).contains("not counted: ", "pg_get_wal_records_info");
    assertThat(had.sha256()).hasSize(64);
    steps.restoreCopies(newLeader);
  }

  @Test
  void aFrozenLeaderIsFencedAtOnceAndStartsReadOnly() throws Exception {
    group.freeze(steps.leader, true);
    assertThat(group.at(steps.leader).fence(steps.at(steps.leader)).outcome()).isEqualTo("DONE");
    assertThat(group.server(steps.leader).pid()).isEmpty();
    SealedMember best = steps.sealBoth();
    steps.arm(best.region());
    Promotion promotion = steps.promote(best);
    // A machine that boots starts what it finds.
    startAsFound(group.server(steps.leader));
    try (Connection old = group.operator(steps.leader)) {
      assertThat(Steps.number(old, "SELECT pg_is_in_recovery()::int")).isEqualTo(1);
    }
    assertFails(
        FailureTypes.CONFLICT,
        () ->
            group
                .at(steps.leader)
                .restartLeader(new FenceRequest(Steps.GROUP, steps.leader, steps.epoch + 1)));
    steps.rejoin(steps.leader, promotion.region());
    steps.restoreCopies(promotion.region());
  }

  private static void startAsFound(PostgresServer server) {
    assertThat(Files.exists(server.data().resolve("standby.signal"))).isTrue();
    server.startAsFound();
  }

  @Test
  void aStaleRejoinLeavesANewerLeaderAlone() throws Exception {
    SealedMember best = steps.sealBoth();
    steps.arm(best.region());
    Promotion promotion = steps.promote(best);
    long pid = group.server(promotion.region()).pid().orElseThrow();
    assertFails(
        FailureTypes.STALE_EPOCH,
        () ->
            group
                .at(promotion.region())
                .rejoin(
                    new RejoinRequest(
                        Steps.GROUP, promotion.region(), steps.leader, steps.epoch - 1)));
    assertFails(
        FailureTypes.INVALID_REQUEST, () -> steps.rejoin(promotion.region(), promotion.region()));
    assertThat(group.server(promotion.region()).pid()).contains(pid);
    steps.rejoin(steps.leader, promotion.region());
    steps.restoreCopies(promotion.region());
  }
}
