package io.traceo.lab.ledger;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * Journal entries that can be looked through again and again but are never held all at once: an
 * hour of load is millions of them.
 */
interface Entries {
  /** Shows every entry, in the order in which they were written. */
  void forEach(Consumer<? super JournalEntry> visitor) throws IOException;
}
