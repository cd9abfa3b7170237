package io.traceo.lab.ledger;

import java.io.IOException;

/**
 * What became of each write, and who led when: all that is kept of the journals' entries.
 *
 * @param acknowledged confirmed without a warning
 * @param unknown may or may not be there
 * @param terms who acknowledged, in which order
 */
record Outcomes(Writes acknowledged, Writes unknown, Terms terms) {
  /** Looks through all entries once. */
  static Outcomes of(Entries entries) throws IOException {
    Outcomes outcomes = new Outcomes(new Writes(), new Writes(), new Terms());
    entries.forEach(outcomes::add);
    return outcomes;
  }

  private void add(JournalEntry entry) {
    switch (entry.outcome()) {
      case ACKNOWLEDGED -> {
        acknowledged.add(entry.client(), entry.seq());
        terms.add(entry);
      }
      case UNKNOWN -> unknown.add(entry.client(), entry.seq());
      case REFUSED -> {
        // Not done; a row of it that is there nevertheless shows as one nobody acknowledged.
      }
    }
  }
}
