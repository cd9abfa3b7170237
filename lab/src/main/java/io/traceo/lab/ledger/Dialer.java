package io.traceo.lab.ledger;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** How one client connects. For one thread. */
interface Dialer {
  Connection open() throws SQLException, IOException;

  /** The connection gave an error or could not be opened. */
  void failed();

  /** Whether to leave a connection that works. */
  boolean shouldMove();

  /** How long to wait after an error. */
  Duration pause();

  /** Connects to what the public name says. */
  final class ByName implements Dialer {
    private final Jdbc jdbc;
    private final AddressSource source;
    private final int port;
    private final int answerMs;
    private String current = "";

    ByName(Jdbc jdbc, AddressSource source, int port, Duration answer) {
      this.jdbc = jdbc;
      this.source = source;
      this.port = port;
      this.answerMs = (int) answer.toMillis();
    }

    @Override
    public Connection open() throws SQLException, IOException {
      current = source.address();
      return jdbc.open(new HostPort(current, port), answerMs);
    }

    @Override
    public void failed() {
      source.failed();
    }

    @Override
    public boolean shouldMove() {
      return source.moved(current);
    }

    @Override
    public Duration pause() {
      return Duration.ofMillis(50);
    }
  }

  /** Asks all hosts which one leads. */
  record MultiHost(Jdbc jdbc, List<HostPort> hosts, Duration answer) implements Dialer {
    @Override
    public Connection open() throws SQLException {
      return jdbc.openPrimary(hosts, (int) answer.toMillis());
    }

    @Override
    public void failed() {
      // The driver asks every host each time.
    }

    @Override
    public boolean shouldMove() {
      return false;
    }

    @Override
    public Duration pause() {
      // Each try logs in on every standby: more often would be felt by those being promoted.
      return Duration.ofMillis(100);
    }
  }
}
