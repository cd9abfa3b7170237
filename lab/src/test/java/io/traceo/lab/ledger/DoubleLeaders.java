package io.traceo.lab.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Looks for two leaders in the journals of several ledgers together. */
public final class DoubleLeaders {
  private DoubleLeaders() {}

  /**
   * Writes that a server acknowledged although they were sent when a later leader already had
   * acknowledged one, to whichever client.
   *
   * @param folders of the ledgers, all of this machine
   */
  public static long count(List<Path> folders) throws IOException {
    Terms terms = new Terms();
    each(
        folders,
        entry -> {
          if (entry.acknowledged()) {
            terms.add(entry);
          }
        });
    Map<Terms.Key, Long> replaced = terms.replaced();
    long[] found = new long[1];
    each(
        folders,
        entry -> {
          Long later = entry.acknowledged() ? replaced.get(Terms.Key.of(entry)) : null;
          if (later != null && entry.sentNanos() > later) {
            found[0]++;
          }
        });
    return found[0];
  }

  private static void each(
      List<Path> folders, java.util.function.Consumer<? super JournalEntry> visitor)
      throws IOException {
    for (Path folder : folders) {
      new JournalFiles(folder).forEach(visitor);
    }
  }
}
