package io.traceo.lab.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/** Clients that write to one server until they are stopped, and remember what it confirmed. */
final class Writers {
  private final List<Long> confirmed = new CopyOnWriteArrayList<>();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final List<Thread> threads;
  private final String name;

  Writers(ThreeMembers group, String region, String name) {
    this.name = name;
    this.threads =
        IntStream.range(0, 4)
            .mapToObj(n -> new Thread(() -> write(group, region, n), "writer-" + n))
            .toList();
    threads.forEach(Thread::start);
  }

  private void write(ThreeMembers group, String region, int writer) {
    try (Connection connection = group.application(region);
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO ledger.entry (client, seq, sent_at) VALUES (?, ?, now())")) {
      for (long n = 0; !stopped.get(); n++) {
        long seq = writer * 1_000_000L + n;
        insert.setString(1, name);
        insert.setLong(2, seq);
        insert.executeUpdate();
        // A warning says that no copy confirmed it.
        if (insert.getWarnings() == null && connection.getWarnings() == null) {
          confirmed.add(seq);
        }
      }
    } catch (SQLException e) {
      // The server was fenced, killed or drained: what was confirmed before is what counts.
    }
  }

  List<Long> confirmed() {
    return confirmed;
  }

  /** No write is under way any more when this comes back; the server may be gone. */
  void stop() throws InterruptedException {
    stopped.set(true);
    for (Thread thread : threads) {
      thread.join(10_000);
    }
  }

  /** Confirmed rows that a member lacks. */
  List<Long> missingOn(Connection member) throws SQLException {
    List<Long> missing = new CopyOnWriteArrayList<>(confirmed);
    try (PreparedStatement select =
        member.prepareStatement("SELECT seq FROM ledger.entry WHERE client = ?")) {
      select.setString(1, name);
      try (var rows = select.executeQuery()) {
        java.util.Set<Long> found = new java.util.HashSet<>();
        while (rows.next()) {
          found.add(rows.getLong(1));
        }
        missing.removeAll(found);
      }
    }
    return missing;
  }
}
