package io.traceo.lab.ledger;

import io.traceo.lab.Eventually;
import io.traceo.lab.ledger.JournalEntry.Outcome;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process that writes a journal until it can't, then prints how many entries counted, and why.
 */
final class JournalOnFullDisk {
  private JournalOnFullDisk() {}

  public static void main(String[] folder) throws Exception {
    AtomicInteger durable = new AtomicInteger();
    try (Journal journal =
        Journal.create(
            new JournalFiles(Path.of(folder[0])).path(1), entry -> durable.incrementAndGet())) {
      journal.append(entry(1));
      Eventually.within(10, () -> durable.get() == 1);
      for (int seq = 2; journal.problem() == null; seq++) {
        journal.append(entry(seq));
      }
      System.out.println(durable.get());
      System.out.println(journal.problem());
    }
  }

  private static JournalEntry entry(long seq) {
    return new JournalEntry(
        "1/strictTtl-1", seq, Outcome.ACKNOWLEDGED, 5, 6, 7, "us-east-1", 2, 3, "");
  }
}
