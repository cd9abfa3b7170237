package io.traceo.activities.backup.restored;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Settings that must not be smaller on a server in recovery than they were on the one whose log it
 * replays, as {@code global/pg_control} has them (places since PostgreSQL 12). The leader's may
 * have been raised in the log: then recovery pauses until the server is started with more.
 */
record ServerLimits(int connections, int workers, int senders, int prepared, int locks) {
  private static final int CONNECTIONS_AT = 180;
  private static final int ALIGNMENT_AT = 204;
  private static final int FLOAT_AT = 208;
  private static final double FLOAT = 1234567.0;

  /** Enough for most leaders, so that hardly any has to be started twice. */
  private static final ServerLimits GENEROUS = new ServerLimits(200, 32, 32, 16, 128);

  static ServerLimits of(Path data) throws IOException {
    ByteBuffer control =
        ByteBuffer.wrap(Files.readAllBytes(data.resolve("global/pg_control")))
            .order(ByteOrder.nativeOrder());
    if (control.capacity() < FLOAT_AT + Double.BYTES
        || control.getInt(ALIGNMENT_AT) != 8
        || control.getDouble(FLOAT_AT) != FLOAT) {
      throw new IOException("global/pg_control is not as this machine's PostgreSQL writes it");
    }
    return new ServerLimits(
        control.getInt(CONNECTIONS_AT),
        control.getInt(CONNECTIONS_AT + 4),
        control.getInt(CONNECTIONS_AT + 8),
        control.getInt(CONNECTIONS_AT + 12),
        control.getInt(CONNECTIONS_AT + 16));
  }

  ServerLimits generous() {
    return new ServerLimits(
        Math.max(connections, GENEROUS.connections),
        Math.max(workers, GENEROUS.workers),
        Math.max(senders, GENEROUS.senders),
        Math.max(prepared, GENEROUS.prepared),
        Math.max(locks, GENEROUS.locks));
  }

  boolean coveredBy(ServerLimits other) {
    return connections <= other.connections
        && workers <= other.workers
        && senders <= other.senders
        && prepared <= other.prepared
        && locks <= other.locks;
  }

  String settings() {
    return "max_connections = "
        + connections
        + "\nmax_worker_processes = "
        + workers
        + "\nmax_wal_senders = "
        + senders
        + "\nmax_prepared_transactions = "
        + prepared
        + "\nmax_locks_per_transaction = "
        + locks
        + "\n";
  }
}
