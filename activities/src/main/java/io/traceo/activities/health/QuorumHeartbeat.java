package io.traceo.activities.health;

import java.sql.SQLException;

/** The second heartbeat, which waits for the quorum: a hang of it alone is a lost quorum. */
final class QuorumHeartbeat {
  private final Prober prober;
  private boolean busy;

  QuorumHeartbeat(Prober prober) {
    this.prober = prober;
  }

  /** How it ended. */
  enum End {
    /** One is under way still. */
    BUSY,
    CONFIRMED,
    /** Written, and no copy confirmed it: the hang goes on. */
    UNCONFIRMED,
    /** Left to the other heartbeat. */
    FAILED
  }

  boolean begin() {
    synchronized (this) {
      if (busy) {
        return false;
      }
      busy = true;
      return true;
    }
  }

  /**
   * One heartbeat.
   *
   * @param asked called when the connection is up: a slow login is no hang
   */
  End beat(Runnable asked) {
    try {
      boolean unused = prober.connect();
      asked.run();
      prober.beat();
      return End.CONFIRMED;
    } catch (SQLException | RuntimeException e) {
      prober.drop();
      return e instanceof SQLException sql && Prober.UNCONFIRMED.equals(sql.getSQLState())
          ? End.UNCONFIRMED
          : End.FAILED;
    } finally {
      synchronized (this) {
        busy = false;
      }
    }
  }

  void drop() {
    prober.drop();
  }
}
