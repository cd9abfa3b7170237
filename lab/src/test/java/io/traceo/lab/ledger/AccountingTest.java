package io.traceo.lab.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.lab.ledger.JournalEntry.Outcome;
import io.traceo.workflows.ledger.LedgerAccount;
import io.traceo.workflows.ledger.LedgerAccount.ClientTimes;
import io.traceo.workflows.ledger.WriteTimeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccountingTest {
  private static final long MS = 1_000_000;
  private final List<JournalEntry> journal = new ArrayList<>();
  private final MemberRows east = MemberRows.of("east", true, 2, 2);

  @Test
  void everythingAcknowledgedIsThere() {
    acknowledged("strictTtl-1", 1, 10, "west", 1, 1);
    acknowledged("strictTtl-1", 2, 20, "east", 2, 2);
    rows(east, "strictTtl-1", 1, 2);

    LedgerAccount account = account(15L);

    assertThat(account.acknowledged()).isEqualTo(2);
    assertThat(account.lost()).isZero();
    assertThat(account.unknown()).isZero();
    assertThat(account.unknownPresent()).isZero();
    assertThat(account.duplicates()).isZero();
    assertThat(account.doubleLeader()).isZero();
    assertThat(account.membersRead()).isEqualTo(1);
    assertThat(account.membersMissingRows()).isZero();
  }

  @Test
  void anAcknowledgedRowAbsentOnTheLeaderIsLostEvenIfAFollowerHasIt() {
    acknowledged("strictTtl-1", 1, 10, "west", 1, 1);
    acknowledged("strictTtl-1", 2, 20, "west", 1, 1);
    rows(east, "strictTtl-1", 1);
    MemberRows west = rows(MemberRows.of("west", false, 1, 0), "strictTtl-1", 1, 2);

    assertThat(account(null, west).lost()).isEqualTo(1);
  }

  @Test
  void theFirstLostWriteSaysHowFarBackTheLossGoes() {
    acknowledged("strictTtl-1", 1, 10, "west", 1, 1);
    acknowledged("multiHost-1", 1, 19, "west", 1, 1);
    acknowledged("strictTtl-1", 2, 29, "west", 1, 1);
    acknowledged("strictTtl-1", 3, 60, "east", 2, 2);
    rows(east, "strictTtl-1", 1, 3);

    assertThat(account(50 * MS).lostSinceMs()).isEqualTo(30);
    assertThat(account(null).lostSinceMs()).as("nothing to measure from").isNull();
    rows(east, "strictTtl-1", 2);
    rows(east, "multiHost-1", 1);
    assertThat(account(50 * MS).lostSinceMs()).as("nothing lost").isNull();
  }

  @Test
  void unknownWritesAreNeverLostAndCountedWhenPresent() {
    unknown("multiHost-1", 1, 10);
    unknown("multiHost-1", 2, 20);
    rows(east, "multiHost-1", 2);

    LedgerAccount account = account(null);

    assertThat(account.acknowledged()).isZero();
    assertThat(account.lost()).isZero();
    assertThat(account.unknown()).isEqualTo(2);
    assertThat(account.unknownPresent()).isEqualTo(1);
  }

  @Test
  void aRowThatTheJournalDoesNotMentionIsUnknownButPresent() {
    rows(east, "multiHost-1", 1);

    LedgerAccount account = account(null);

    assertThat(account.unknown()).isEqualTo(1);
    assertThat(account.unknownPresent()).isEqualTo(1);
  }

  @Test
  void refusedWritesCountOnlyWhenTheyAreThereNevertheless() {
    entry("multiHost-1", 1, Outcome.REFUSED, 10, 11, "", 0, 0);
    entry("multiHost-1", 2, Outcome.REFUSED, 20, 21, "", 0, 0);
    rows(east, "multiHost-1", 2);

    LedgerAccount account = account(null);

    assertThat(account.unknown()).isEqualTo(1);
    assertThat(account.unknownPresent()).isEqualTo(1);
  }

  @Test
  void aWriteFoundTwiceIsADuplicate() {
    acknowledged("strictTtl-1", 1, 10, "east", 2, 2);
    acknowledged("strictTtl-1", 2, 20, "east", 2, 2);
    rows(east, "strictTtl-1", 1, 2, 2, 2);

    LedgerAccount account = account(null);

    assertThat(account.duplicates()).isEqualTo(1);
    assertThat(account.unknownPresent()).isZero();
  }

  @Test
  void whatTheOldLeaderAcknowledgesAfterTheNewOnesFirstIsADoubleLeader() {
    acknowledged("strictTtl-1", 1, 10, "west", 1, 1);
    acknowledged("multiHost-1", 1, 20, "east", 2, 2);
    // Sent before the new leader's first acknowledgement at 21, acknowledged after: allowed.
    entry("strictTtl-1", 2, Outcome.ACKNOWLEDGED, 19, 30, "west", 1, 1);
    assertThat(account(null).doubleLeader()).isZero();

    entry("strictTtl-1", 3, Outcome.ACKNOWLEDGED, 22, 23, "west", 1, 1);
    assertThat(account(null).doubleLeader()).isEqualTo(1);
  }

  @Test
  void theTimelineTellsWhoCameLaterWhenEpochsAreMissing() {
    acknowledged("multiHost-1", 1, 20, "east", 0, 2);
    acknowledged("strictTtl-1", 1, 40, "west", 0, 1);

    assertThat(account(null).doubleLeader()).isEqualTo(1);
  }

  @Test
  void failoverAndSwitchoverBackAreTwoChangesWithoutADoubleLeader() {
    acknowledged("strictTtl-1", 1, 10, "west", 1, 1);
    acknowledged("strictTtl-1", 2, 30, "east", 2, 2);
    acknowledged("strictTtl-1", 3, 50, "west", 3, 3);
    assertThat(account(null).doubleLeader()).isZero();

    // The leader of the middle goes on after the switch back.
    acknowledged("multiHost-1", 1, 60, "east", 2, 2);
    assertThat(account(null).doubleLeader()).isEqualTo(1);
  }

  @Test
  void aHigherEpochOnTheSameServerIsNoSecondLeader() {
    acknowledged("strictTtl-1", 1, 10, "west", 1, 1);
    acknowledged("multiHost-1", 1, 20, "west", 3, 1);
    acknowledged("strictTtl-1", 2, 30, "west", 1, 1);

    assertThat(account(null).doubleLeader()).isZero();
  }

  @Test
  void aMemberWithoutAnAcknowledgedRowOfTheLeaderIsNamed() {
    acknowledged("strictTtl-1", 1, 10, "east", 2, 2);
    acknowledged("strictTtl-1", 2, 20, "east", 2, 2);
    rows(east, "strictTtl-1", 1, 2);
    MemberRows whole = rows(MemberRows.of("west", false, 2, 0), "strictTtl-1", 1, 2);
    MemberRows part = rows(MemberRows.of("south", false, 2, 0), "strictTtl-1", 1);

    LedgerAccount account = account(null, whole, part);

    assertThat(account.membersRead()).isEqualTo(3);
    assertThat(account.membersMissingRows()).isEqualTo(1);
  }

  @Test
  void timesCountFromTheFaultToTheFirstAndTheLastConnectionOfAKind() {
    acknowledged("reResolving-1", 1, 90, "west", 1, 1);
    acknowledged("reResolving-1", 2, 1099, "east", 2, 2);
    acknowledged("reResolving-2", 1, 1199, "east", 2, 2);
    acknowledged("reResolving-2", 2, 1299, "east", 2, 2);
    acknowledged("strictTtl-1", 1, 5099, "east", 2, 2);

    LedgerAccount account = account(100 * MS);

    assertThat(account.firstNewLeaderWriteMs()).isEqualTo(1000);
    assertThat(account.clients().reResolving()).isEqualTo(new ClientTimes(1000L, 1100L));
    assertThat(account.clients().strictTtl()).isEqualTo(new ClientTimes(5000L, 5000L));
    assertThat(account.clients().multiHost()).isEqualTo(new ClientTimes(null, null));
  }

  @Test
  void aKindWithOneConnectionLeftBehindHasNotConverged() {
    acknowledged("reResolving-1", 1, 1099, "east", 2, 2);

    assertThat(account(100 * MS).clients().reResolving()).isEqualTo(new ClientTimes(1000L, null));
  }

  @Test
  void aPlannedSwitchCountsFromTheOldLeadersLastWriteBeforeIt() {
    acknowledged("reResolving-1", 1, 99, "west", 1, 1);
    acknowledged("reResolving-1", 2, 299, "east", 2, 2);
    acknowledged("reResolving-2", 1, 399, "east", 2, 2);
    // Back again: neither these nor what follows may move the zero.
    acknowledged("reResolving-1", 3, 999, "west", 3, 3);

    assertThat(account(null).clients().reResolving()).isEqualTo(new ClientTimes(200L, 300L));
  }

  @Test
  void acknowledgedWritesAreCountedByTenthOfASecondAroundTheFault() {
    acknowledged("reResolving-1", 1, 3_999, "west", 1, 1);
    acknowledged("strictTtl-1", 1, 6_998, "west", 1, 1);
    acknowledged("strictTtl-1", 2, 6_999, "west", 1, 1);
    acknowledged("reResolving-1", 2, 8_149, "east", 2, 2);
    acknowledged("reResolving-2", 1, 8_150, "east", 2, 2);
    acknowledged("multiHost-1", 1, 8_249, "east", 2, 2);
    acknowledged("strictTtl-1", 3, 9_049, "east", 2, 2);
    acknowledged("strictTtl-1", 4, 12_300, "east", 2, 2);

    WriteTimeline timeline = account(7_000 * MS).timeline();

    assertThat(timeline.fromMs()).isEqualTo(-3000);
    assertThat(timeline.bucketMs()).isEqualTo(100);
    assertThat(timeline.clientTimesZeroMs()).isZero();
    // Three seconds before, 2.1 s until the last connection has moved, three seconds more.
    assertThat(timeline.series()).allMatch(s -> s.acknowledged().size() == 81);
    assertThat(timeline.series())
        .extracting(s -> s.client() + " " + s.server())
        .containsExactly(
            "multiHost east",
            "reResolving east",
            "reResolving west",
            "strictTtl east",
            "strictTtl west");
    // 4,000 is the start of the first bucket, 7,000 of the one after the fault.
    assertThat(series(timeline, "reResolving", "west").get(0)).isEqualTo(1);
    assertThat(series(timeline, "strictTtl", "west").subList(29, 31)).containsExactly(1, 1);
    assertThat(series(timeline, "reResolving", "east").get(41)).isEqualTo(2);
    assertThat(sum(timeline)).as("all but the one after the window").isEqualTo(7);
  }

  @Test
  void theWindowIsBoundedWhenAConnectionNeverMoves() {
    acknowledged("reResolving-1", 1, 99, "west", 1, 1);
    for (int i = 0; i < 400; i++) {
      acknowledged("reResolving-1", 2 + i, 200 + 1000L * i, "east", 2, 2);
    }

    WriteTimeline timeline = account(100 * MS).timeline();

    assertThat(timeline.series()).allMatch(s -> s.acknowledged().size() <= WriteBuckets.MOST);
    assertThat(sum(timeline)).isEqualTo(1 + 177);
  }

  @Test
  void theTimelineOfAPlannedSwitchBeginsWhenItWasDecided() {
    acknowledged("reResolving-1", 1, 99, "west", 1, 1);
    acknowledged("reResolving-1", 2, 299, "east", 2, 2);
    acknowledged("reResolving-2", 1, 399, "east", 2, 2);

    // The wall clock is 1,000,000 ms ahead of the monotonic one; decided at 50.
    assertThat(account(null, 1_000_050L).timeline().clientTimesZeroMs()).isEqualTo(50);
    assertThat(account(null).timeline().clientTimesZeroMs()).isZero();
    assertThat(sum(account(null, 1_000_050L).timeline())).isEqualTo(3);
  }

  @Test
  void withoutFaultAndWithoutChangeThereIsNoTimeline() {
    acknowledged("reResolving-1", 1, 99, "west", 1, 1);

    assertThat(account(null, 1_000_000L).timeline()).isNull();
    assertThat(account(90 * MS).timeline()).isNotNull();
  }

  private static List<Integer> series(WriteTimeline timeline, String client, String server) {
    return timeline.series().stream()
        .filter(s -> s.client().equals(client) && s.server().equals(server))
        .findFirst()
        .orElseThrow()
        .acknowledged();
  }

  private static int sum(WriteTimeline timeline) {
    return timeline.series().stream()
        .flatMap(s -> s.acknowledged().stream())
        .mapToInt(Integer::intValue)
        .sum();
  }

  @Test
  void withoutAnyChangeThereAreNoTimes() {
    acknowledged("reResolving-1", 1, 99, "west", 1, 1);

    assertThat(account(null).firstNewLeaderWriteMs()).isNull();
  }

  private LedgerAccount account(Long faultAtNanos, MemberRows... followers) {
    return account(faultAtNanos, null, followers);
  }

  private LedgerAccount account(Long faultAtNanos, Long decidedAtMillis, MemberRows... followers) {
    List<MemberRows> read = new ArrayList<>(List.of(followers));
    read.add(east);
    Set<String> connections =
        Set.of("strictTtl-1", "reResolving-1", "reResolving-2", "multiHost-1");
    Entries entries = journal::forEach;
    try {
      return new Accounting(faultAtNanos, decidedAtMillis, "west", "east", connections, 0)
          .account(entries, Outcomes.of(entries), east, read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MemberRows rows(MemberRows member, String connection, long... seqs) {
    for (long seq : seqs) {
      member.add("1/" + connection, seq);
    }
    return member;
  }

  /** Sent at the given millisecond, answered one later. */
  private void acknowledged(
      String connection, long seq, long sentMs, String server, long epoch, int timeline) {
    entry(connection, seq, Outcome.ACKNOWLEDGED, sentMs, sentMs + 1, server, epoch, timeline);
  }

  private void unknown(String connection, long seq, long sentMs) {
    entry(connection, seq, Outcome.UNKNOWN, sentMs, sentMs + 1, "", 0, 0);
  }

  private void entry(
      String connection,
      long seq,
      Outcome outcome,
      long sentMs,
      long endMs,
      String server,
      long epoch,
      int timeline) {
    journal.add(
        new JournalEntry(
            "1/" + connection,
            seq,
            outcome,
            sentMs + 1_000_000,
            sentMs * MS,
            endMs * MS,
            server,
            epoch,
            timeline,
            ""));
  }
}
