package io.traceo.lab.ledger;

import io.traceo.workflows.ledger.LedgerAccount;
import io.traceo.workflows.ledger.LedgerAccount.ClientTimes;
import java.io.IOException;
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
 * @param decidedAtMillis wall clock of a planned switch's decision, where its timeline begins; null
 *     when it isn't known: the timeline then begins where the times do
 * @param connections every connection that should converge, {@code kind-number}
 * @param offsetMs measured offset of this ledger's clock to the injector's
 */
record Accounting(
    @Nullable Long faultAtNanos,
    @Nullable Long decidedAtMillis,
    String oldLeader,
    String newLeader,
    Set<String> connections,
    double offsetMs) {

  /**
   * The account.
   *
   * @param entries all journals, looked through once more for what depends on who led when
   * @param outcomes what a first look through them found
   * @param leader rows of the current leader
   * @param read rows of every member that could be read, the leader among them
   */
  LedgerAccount account(
      Entries entries, Outcomes outcomes, MemberRows leader, List<MemberRows> read)
      throws IOException {
    Writes acknowledged = outcomes.acknowledged();
    long lost = acknowledged.lackedBy(leader.found());
    long explained = acknowledged.size() - lost;
    long unknownPresent = leader.found().size() - explained;
    long zero =
        faultAtNanos != null
            ? faultAtNanos
            : outcomes.terms().lastBeforeChange(oldLeader, newLeader, Long.MIN_VALUE);
    WriteBuckets buckets = new WriteBuckets(timelineZero(outcomes.terms(), zero));
    SecondLook look =
        new SecondLook(outcomes.terms().replaced(), newLeader, zero, buckets, leader.found());
    entries.forEach(look::at);
    Map<String, Long> firsts = look.firsts;
    return new LedgerAccount(
        acknowledged.size(),
        lost,
        outcomes.unknown().lackedBy(leader.found()) + unknownPresent,
        unknownPresent,
        leader.again().size(),
        look.doubleLeader,
        read.size(),
        (int) read.stream().filter(m -> m.missing(acknowledged, leader) > 0).count(),
        millis(firsts.values().stream().min(Long::compare).orElse(null), zero),
        new LedgerAccount.Clients(
            times(ClientKind.STRICT_TTL, firsts, zero),
            times(ClientKind.RE_RESOLVING, firsts, zero),
            times(ClientKind.MULTI_HOST, firsts, zero)),
        offsetMs,
        zero == Long.MIN_VALUE ? null : buckets.until(lastMoved(firsts), zero),
        faultAtNanos == null || look.firstLost == null
            ? null
            : Long.valueOf(Math.max(0, Math.round((zero - look.firstLost) / 1e6))));
  }

  private long timelineZero(Terms terms, long zero) {
    return faultAtNanos != null || decidedAtMillis == null ? zero : terms.nanosAt(decidedAtMillis);
  }

  /** When the last connection had moved; null when one did not, and when nobody took over. */
  private @Nullable Long lastMoved(Map<String, Long> firsts) {
    return oldLeader.equals(newLeader) || !firsts.keySet().containsAll(connections)
        ? null
        : firsts.values().stream().max(Long::compare).orElse(null);
  }

  /** What can only be said of an entry once all terms are known. */
  private static final class SecondLook {
    private final Map<Terms.Key, Long> replaced;
    private final String newLeader;
    private final long zero;
    private final WriteBuckets buckets;

    /** By connection, end of its first write that the new leader acknowledged after the zero. */
    private final Map<String, Long> firsts = new HashMap<>();

    /**
     * Writes that a server acknowledged although they were sent when a later leader already had.
     */
    private long doubleLeader;

    private final Writes found;

    /** When the first write that is nowhere was acknowledged. */
    private @Nullable Long firstLost;

    private SecondLook(
        Map<Terms.Key, Long> replaced,
        String newLeader,
        long zero,
        WriteBuckets buckets,
        Writes found) {
      this.replaced = replaced;
      this.newLeader = newLeader;
      this.zero = zero;
      this.buckets = buckets;
      this.found = found;
    }

    private void at(JournalEntry entry) {
      if (!entry.acknowledged()) {
        return;
      }
      buckets.add(entry);
      if (!found.has(entry.client(), entry.seq())) {
        firstLost = firstLost == null ? entry.endNanos() : Math.min(firstLost, entry.endNanos());
      }
      Long later = replaced.get(Terms.Key.of(entry));
      if (later != null && entry.sentNanos() > later) {
        doubleLeader++;
      }
      if (zero != Long.MIN_VALUE && entry.server().equals(newLeader) && entry.endNanos() > zero) {
        firsts.merge(entry.connection(), entry.endNanos(), Math::min);
      }
    }
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
