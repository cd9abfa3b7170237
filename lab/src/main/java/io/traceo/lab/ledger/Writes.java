package io.traceo.lab.ledger;

import java.util.HashMap;
import java.util.Map;

/** A set of writes, by client and sequence number; small however many they are. */
final class Writes {
  private static final SeqSet NONE = new SeqSet();

  private final Map<String, SeqSet> byClient = new HashMap<>();

  /** Whether it was not there yet. */
  boolean add(String client, long seq) {
    return byClient.computeIfAbsent(client, c -> new SeqSet()).add(seq);
  }

  boolean has(String client, long seq) {
    return byClient.getOrDefault(client, NONE).has(seq);
  }

  long size() {
    return byClient.values().stream().mapToLong(SeqSet::size).sum();
  }

  /** Those that the other has too. */
  Writes and(Writes other) {
    Writes both = new Writes();
    byClient.forEach(
        (client, seqs) ->
            both.byClient.put(client, seqs.and(other.byClient.getOrDefault(client, NONE))));
    return both;
  }

  /** How many of these the other lacks. */
  long lackedBy(Writes other) {
    return size() - and(other).size();
  }
}
