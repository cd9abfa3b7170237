package io.traceo.lab.ledger;

/**
 * What became of one write. Times are this machine's monotonic clock in nanoseconds, except {@code
 * sentMillis}, which is wall clock.
 *
 * @param client {@code incarnation/kind-number}, for example {@code 1/strictTtl-2}
 * @param seq from 1, never used twice by a client
 * @param outcome how it ended
 * @param sentMillis wall clock just before it was sent
 * @param sentNanos just before it was sent
 * @param endNanos just after the answer, or when it was given up
 * @param server who acknowledged, empty when nobody did
 * @param epoch of that server, 0 when it has none
 * @param timeline of that server, 0 when unknown
 * @param detail why it is unknown or refused
 */
record JournalEntry(
    String client,
    long seq,
    Outcome outcome,
    long sentMillis,
    long sentNanos,
    long endNanos,
    String server,
    long epoch,
    int timeline,
    String detail) {

  /** How a write ended. */
  enum Outcome {
    /** The server confirmed it without a warning. */
    ACKNOWLEDGED,
    /** Timeout, broken connection or a warning: it may or may not be there. */
    UNKNOWN,
    /** The server said that it did not do it. */
    REFUSED
  }

  /** Client without the incarnation: the same after a restart of the ledger. */
  String connection() {
    return client.substring(client.indexOf('/') + 1);
  }

  ClientKind kind() {
    String connection = connection();
    return ClientKind.ofLabel(connection.substring(0, connection.lastIndexOf('-')));
  }

  boolean acknowledged() {
    return outcome == Outcome.ACKNOWLEDGED;
  }

  /** One line, with its end. */
  String encode() {
    return String.join(
        "\t",
        outcome.name(),
        client,
        Long.toString(seq),
        Long.toString(sentMillis),
        Long.toString(sentNanos),
        Long.toString(endNanos),
        oneWord(server),
        Long.toString(epoch),
        Integer.toString(timeline),
        oneWord(detail) + "\n");
  }

  /** Reads a line of {@link #encode} without its end. */
  static JournalEntry decode(String line) {
    String[] field = line.split("\t", -1);
    if (field.length != 10) {
      throw new IllegalArgumentException("a journal line has 10 fields, not " + field.length);
    }
    return new JournalEntry(
        field[1],
        Long.parseLong(field[2]),
        Outcome.valueOf(field[0]),
        Long.parseLong(field[3]),
        Long.parseLong(field[4]),
        Long.parseLong(field[5]),
        field[6],
        Long.parseLong(field[7]),
        Integer.parseInt(field[8]),
        field[9]);
  }

  private static String oneWord(String text) {
    return text.replaceAll("[\\t\\r\\n]+", " ");
  }
}
