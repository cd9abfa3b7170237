package io.traceo.lab.ledger;

import io.traceo.lab.ledger.JournalEntry.Outcome;
import io.traceo.workflows.ledger.LedgerAccount;
import io.traceo.workflows.ledger.LedgerAccount.ClientTimes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares what was acknowledged with what is there. A pure function of journal and rows.
 *
 * <p>The leader's rows decide. A row that no acknowledgement covers is unknown-but-present, also
 * one that the journal doesn't mention: it was under way when the ledger was killed.
 *
 * @param faultAtNanos on this ledger's clock; null for a planned switch, which is measured from the
 *     last write that the old leader acknowledged before the change
 * @param connections every connection that should converge, {@code kind-number}
 * @param offsetMs measured offset of this ledger's clock to the injector's
 */
record Accounting(
    @Nullable Long faultAtNanos,
    String oldLeader,
    String newLeader,
    Set<String> connections,
    double offsetMs) {

  /**
   * The account.
   *
   * @param entries all journals
   * @param leader rows of the current leader
   * @param read rows of every member that could be read, the leader among them
   */
  LedgerAccount account(List<JournalEntry> entries, MemberRows leader, List<MemberRows> read) {
    long acknowledged = 0;
    long lost = 0;
    long unknown = 0;
    long explained = 0;
    for (JournalEntry entry : entries) {
      boolean present = leader.has(entry.client(), entry.seq());
      if (entry.acknowledged()) {
        acknowledged++;
        lost += present ? 0 : 1;
        explained += present ? 1 : 0;
      } else if (entry.outcome() == Outcome.UNKNOWN && !present) {
        unknown++;
      }
    }
    long unknownPresent = leader.distinct() - explained;
    Terms terms = new Terms(entries);
    long zero =
        faultAtNanos != null
            ? faultAtNanos
            : terms.lastBeforeChange(oldLeader, newLeader, Long.MIN_VALUE);
    Map<String, Long> firsts = firstOnNewLeader(entries, zero);
    return new LedgerAccount(
        acknowledged,
        lost,
        unknown + unknownPresent,
        unknownPresent,
        leader.duplicates(),
        terms.doubleLeader(),
        read.size(),
        (int) read.stream().filter(m -> missing(entries, leader, m) > 0).count(),
        millis(firsts.values().stream().min(Long::compare).orElse(null), zero),
        new LedgerAccount.Clients(
            times(ClientKind.STRICT_TTL, firsts, zero),
            times(ClientKind.RE_RESOLVING, firsts, zero),
            times(ClientKind.MULTI_HOST, firsts, zero)),
        offsetMs);
  }

  /** Acknowledged rows that the leader has and this member hasn't. */
  static long missing(List<JournalEntry> entries, MemberRows leader, MemberRows member) {
    return entries.stream()
        .filter(JournalEntry::acknowledged)
        .filter(e -> leader.has(e.client(), e.seq()) && !member.has(e.client(), e.seq()))
        .count();
  }

  /** By connection, end of its first write that the new leader acknowledged after the zero. */
  private Map<String, Long> firstOnNewLeader(List<JournalEntry> entries, long zero) {
    Map<String, Long> firsts = new HashMap<>();
    if (zero == Long.MIN_VALUE) {
      return firsts;
    }
    for (JournalEntry entry : entries) {
      if (entry.acknowledged() && entry.server().equals(newLeader) && entry.endNanos() > zero) {
        firsts.merge(entry.connection(), entry.endNanos(), Math::min);
      }
    }
    return firsts;
  }

  private ClientTimes times(ClientKind kind, Map<String, Long> firsts, long zero) {
    Long first = null;
    Long last = null;
    boolean all = true;
    for (String connection : new TreeSet<>(connections)) {
      if (connection.startsWith(kind.label() + "-")) {
        Long at = firsts.get(connection);
        if (at == null) {
          all = false;
        } else {
          first = first == null ? at : Long.valueOf(Math.min(first, at));
          last = last == null ? at : Long.valueOf(Math.max(last, at));
        }
      }
    }
    return new ClientTimes(millis(first, zero), all ? millis(last, zero) : null);
  }

  private static @Nullable Long millis(@Nullable Long nanos, long zero) {
    return nanos == null ? null : Long.valueOf(Math.round((nanos - zero) / 1e6));
  }
}
