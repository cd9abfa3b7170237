package io.traceo.lab.ledger;

import io.traceo.workflows.topology.ClientSettings;
import java.time.Duration;
import java.util.List;

/** Makes the three kinds of client. */
final class Clients {
  /** A client with a strict cache is also one with slow timeouts: that is what is found outside. */
  static final Duration SLOW_ANSWER = Duration.ofSeconds(2);

  private static final Duration QUICK_ANSWER = ClientSettings.ADVISED.answer();

  private final Jdbc jdbc;
  private final int port;
  private final Names names;
  private final AddressSource strict;
  private final List<HostPort> hosts;

  Clients(LedgerConfig config, Jdbc jdbc) {
    this.jdbc = jdbc;
    this.port = config.port();
    this.names = new Names(config.writeName(), config.dnsServers());
    this.strict = new AddressSource.StrictTtl(names, Duration.ofSeconds(config.ttlSeconds()));
    this.hosts =
        config.multiHost().stream()
            .map(entry -> HostPort.parse(entry.substring(entry.indexOf('=') + 1)))
            .toList();
  }

  /** How the connection {@code kind-number} finds its server. */
  Dialer dialer(String connection) {
    String label = connection.substring(0, connection.lastIndexOf('-'));
    return switch (ClientKind.ofLabel(label)) {
      case STRICT_TTL -> new Dialer.ByName(jdbc, strict, port, SLOW_ANSWER);
      case RE_RESOLVING ->
          new Dialer.ByName(jdbc, new AddressSource.ReResolving(names), port, QUICK_ANSWER);
      case MULTI_HOST -> new Dialer.MultiHost(jdbc, hosts, QUICK_ANSWER);
    };
  }
}
