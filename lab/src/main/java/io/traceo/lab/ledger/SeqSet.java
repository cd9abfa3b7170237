package io.traceo.lab.ledger;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Sequence numbers, one bit each: they run from 1 almost without a gap. A number far from the
 * others, as only a strange row has it, costs a page and no more.
 */
final class SeqSet {
  private static final int PAGE_BITS = 12;
  private static final int IN_PAGE = (1 << PAGE_BITS) - 1;
  private static final BitSet NONE = new BitSet(0);

  private final Map<Long, BitSet> pages = new HashMap<>();

  /** Whether it was not there yet. */
  boolean add(long seq) {
    BitSet page = pages.computeIfAbsent(seq >> PAGE_BITS, p -> new BitSet(IN_PAGE + 1));
    int bit = (int) (seq & IN_PAGE);
    boolean added = !page.get(bit);
    page.set(bit);
    return added;
  }

  boolean has(long seq) {
    return page(seq >> PAGE_BITS).get((int) (seq & IN_PAGE));
  }

  long size() {
    return pages.values().stream().mapToLong(BitSet::cardinality).sum();
  }

  /** Those that the other has too. */
  SeqSet and(SeqSet other) {
    SeqSet both = new SeqSet();
    pages.forEach(
        (number, page) -> {
          BitSet common = (BitSet) page.clone();
          common.and(other.page(number));
          if (!common.isEmpty()) {
            both.pages.put(number, common);
          }
        });
    return both;
  }

  private BitSet page(Long number) {
    return pages.getOrDefault(number, NONE);
  }
}
