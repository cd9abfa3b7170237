package io.traceo.lab.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.lab.Eventually;
import io.traceo.lab.ledger.LedgerProcess;
import io.traceo.lab.ledger.LedgerStatus;
import io.traceo.lab.link.LinkFault;
import io.traceo.workflows.activity.DatabaseActivities.Promotion;
import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.activity.LedgerActivities.AccountRequest;
import io.traceo.workflows.ledger.LedgerAccount;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that the ledger can see loss: one and the same fault under load, with the quorum commit
 * that promises no loss and with the asynchronous replication that can't. A ledger that finds
 * nothing lost in the second case measures nothing in the first.
 */
class PositiveControlIT {
  private static final int NET = 85;
  private static final int CLIENTS = 8;

  /** What is on its way to the followers when the leader is cut off never arrives. */
  private static final LinkFault SLOW = new LinkFault(false, false, 200, 0, 0);

  private static final String ID = "positive-control";

  @TempDir Path folder;
  private ThreeMembers group;
  private Steps steps;
  private String newLeader;

  @BeforeEach
  void provision() throws Exception {
    group = new ThreeMembers(NET);
    steps = Steps.ofWhole(group);
    group.faultPair(steps.leader, steps.target, SLOW);
    group.faultPair(steps.leader, steps.survivor, SLOW);
  }

  @AfterEach
  void remove() {
    if (group != null) {
      group.close();
    }
  }

  @Test
  void quorumCommitLosesNothingThatWasAcknowledged() throws Exception {
    LedgerAccount account = leaderDiesUnderLoad();

    assertThat(account.lost()).as("%s", account).isZero();
    assertThat(account.duplicates()).isZero();
    assertThat(account.doubleLeader()).isZero();
    assertThat(account.membersMissingRows()).isZero();
  }

  @Test
  void asynchronousReplicationLosesAndTheLedgerSeesIt() throws Exception {
    try (Connection leader = group.operator(steps.leader)) {
      Steps.run(
          leader, "ALTER SYSTEM SET synchronous_standby_names = ''", "SELECT pg_reload_conf()");
      Eventually.within(10, () -> waitsForNobody(leader));
    }

    LedgerAccount account = leaderDiesUnderLoad();

    // Counted without the ledger: these rows were there to be lost.
    Set<String> onlyOnOldLeader = rows(steps.leader);
    onlyOnOldLeader.removeAll(rows(newLeader));
    assertThat(onlyOnOldLeader).as("the fault cost nothing: this is no control").isNotEmpty();
    assertThat(account.lost())
        .as("rows are gone and the ledger does not see it: %s", account)
        .isPositive()
        .isLessThanOrEqualTo(onlyOnOldLeader.size());
    assertThat(account.duplicates()).isZero();
    assertThat(account.membersMissingRows()).isZero();
  }

  /** The leader is cut off and killed while clients write; the steps of a failover; the account. */
  private LedgerAccount leaderDiesUnderLoad() throws Exception {
    try (LedgerProcess ledger = LedgerProcess.start(group.ledger(CLIENTS), ID, folder)) {
      Eventually.within(60, () -> everybodyWrites(ledger.status()));
      long faultAt = System.nanoTime();
      group.fault(steps.leader, LinkFault.CUT);
      group.server(steps.leader).kill();

      SealedMember best = Steps.awaited(steps::sealBoth);
      newLeader = best.region();
      Steps.eventually(() -> steps.arm(newLeader));
      Promotion promotion = Steps.awaited(() -> steps.promote(best));
      // Verify passes in both cases: what never arrived leaves no trace on the members that live.
      assertThat(Steps.awaited(() -> steps.verify(promotion, best.position())).checks())
          .filteredOn(c -> !c.ok() && !c.name().equals("heartbeat rows"))
          .isEmpty();

      long since = System.currentTimeMillis();
      Eventually.within(30, () -> ledger.status().convergedOn(newLeader, since));
      LedgerAccount account =
          ledger.account(new AccountRequest(ID, faultAt, steps.leader, newLeader, null));
      assertThat(account.membersRead()).as("the new leader and its survivor").isEqualTo(2);
      return account;
    }
  }

  private static boolean everybodyWrites(LedgerStatus status) {
    assertThat(status.problem()).isNull();
    return status.connections().size() == CLIENTS && status.acknowledged() > 100;
  }

  /** Rows of a member, the old leader as its files say: read-only. */
  private Set<String> rows(String region) throws SQLException {
    group.server(region).startAsFound();
    Set<String> rows = new HashSet<>();
    try (Connection member = group.operator(region);
        Statement statement = member.createStatement();
        ResultSet row = statement.executeQuery("SELECT client, seq FROM ledger.entry")) {
      while (row.next()) {
        rows.add(row.getString(1) + " " + row.getLong(2));
      }
    }
    return rows;
  }

  private static boolean waitsForNobody(Connection leader) throws SQLException {
    return Steps.number(leader, "SELECT (current_setting('synchronous_standby_names') = '')::int")
        == 1;
  }
}
