package io.traceo.lab.ledger;

import io.traceo.workflows.contract.PayloadMapper;
import io.traceo.workflows.topology.ClientSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything the ledger's process knows: public names, the name servers a client would use, an
 * unprivileged role. Written as one JSON file; holds paths of secrets, never secrets.
 *
 * @param ledgerId marks this ledger's rows and folder
 * @param writeName public name that writes go to
 * @param dnsServers {@code host:port}, tried in order, staying with the last one that answered
 * @param port port behind the write name
 * @param database database with the table {@code ledger.entry}
 * @param user role that may insert into and select from it
 * @param passwordFile file with the role's password
 * @param ttlSeconds how long the strict client keeps an address
 * @param multiHost {@code region=host:port}, the list of the multi-host client; addresses, since
 *     names would go through the JVM's resolver
 * @param members {@code host:port} by region, for reading back; addresses too
 * @param connections number of connections by kind
 * @param writesPerSecond pace of one connection
 * @param limits how long a silent server is waited for before there is a connection
 * @param folder where the journals are
 * @param tokenFile file with the bearer token of the control channel
 * @param injectorClock URL that answers {@code {"epochMillis":..,"nanos":..}}, null when the
 *     fault's time comes from this machine's own monotonic clock
 * @param parentPid direct parent whose end ends the ledger; null for none
 * @param writing false only reads journals and database back, for a ledger that was killed
 */
public record LedgerConfig(
    String ledgerId,
    String writeName,
    List<String> dnsServers,
    int port,
    String database,
    String user,
    String passwordFile,
    int ttlSeconds,
    List<String> multiHost,
    Map<String, String> members,
    Connections connections,
    double writesPerSecond,
    Limits limits,
    String folder,
    String tokenFile,
    @Nullable String injectorClock,
    @Nullable Long parentPid,
    boolean writing) {
  public LedgerConfig {
    dnsServers = List.copyOf(dnsServers);
    multiHost = List.copyOf(multiHost);
    members = Map.copyOf(members);
    connections = connections == null ? Connections.DEFAULT : connections;
    ttlSeconds = ttlSeconds <= 0 ? 5 : ttlSeconds;
    writesPerSecond = writesPerSecond <= 0 ? 35 : writesPerSecond;
    limits = limits == null ? Limits.DEFAULT : limits;
  }

  /**
   * Limits on the way to a connection, in milliseconds. Both must be above the longest round trip
   * to a member, or that member is never reached; the lower they are, the sooner a silent member is
   * left.
   *
   * @param connectMs until the handshake is answered, 400 unless it is set
   * @param loginMs until each answer of the login, of which there are some five; 500 unless it is
   *     set
   */
  public record Limits(int connectMs, int loginMs) {
    /** For round trips up to some 300 ms, which is all around the world. */
    public static final Limits DEFAULT = new Limits(400, 500);

    public Limits {
      connectMs = connectMs <= 0 ? (int) ClientSettings.ADVISED.connect().toMillis() : connectMs;
      loginMs = loginMs <= 0 ? (int) ClientSettings.ADVISED.login().toMillis() : loginMs;
    }
  }

  /** Connections by kind of client. */
  public record Connections(int strictTtl, int reResolving, int multiHost) {
    /** Ten in all. */
    public static final Connections DEFAULT = new Connections(3, 4, 3);

    /** Number for this kind. */
    public int of(ClientKind kind) {
      return switch (kind) {
        case STRICT_TTL -> strictTtl;
        case RE_RESOLVING -> reResolving;
        case MULTI_HOST -> multiHost;
      };
    }
  }

  /**
   * What a group's environment says; id, folder, token and parent are filled in by {@link
   * LedgerProcess}.
   */
  public static LedgerConfig forGroup(
      String writeName,
      List<String> dnsServers,
      int port,
      String database,
      String user,
      String passwordFile,
      List<String> multiHost,
      Map<String, String> members,
      @Nullable String injectorClock) {
    return new LedgerConfig(
        "",
        writeName,
        dnsServers,
        port,
        database,
        user,
        passwordFile,
        5,
        multiHost,
        members,
        Connections.DEFAULT,
        35,
        Limits.DEFAULT,
        "",
        "",
        injectorClock,
        null,
        true);
  }

  /** The same with more or fewer clients. */
  public LedgerConfig withConnections(Connections other) {
    return new LedgerConfig(
        ledgerId,
        writeName,
        dnsServers,
        port,
        database,
        user,
        passwordFile,
        ttlSeconds,
        multiHost,
        members,
        other,
        writesPerSecond,
        limits,
        folder,
        tokenFile,
        injectorClock,
        parentPid,
        writing);
  }

  /** The same for slower or faster links. */
  public LedgerConfig withLimits(Limits other) {
    return new LedgerConfig(
        ledgerId,
        writeName,
        dnsServers,
        port,
        database,
        user,
        passwordFile,
        ttlSeconds,
        multiHost,
        members,
        connections,
        writesPerSecond,
        other,
        folder,
        tokenFile,
        injectorClock,
        parentPid,
        writing);
  }

  /** Reads the file. */
  static LedgerConfig read(Path file) throws IOException {
    return PayloadMapper.create().readValue(file.toFile(), LedgerConfig.class);
  }

  /** The same for one run of the process. */
  LedgerConfig forRun(String id, String runFolder, String token, long parent, boolean write) {
    return new LedgerConfig(
        id,
        writeName,
        dnsServers,
        port,
        database,
        user,
        passwordFile,
        ttlSeconds,
        multiHost,
        members,
        connections,
        writesPerSecond,
        limits,
        runFolder,
        token,
        injectorClock,
        parent,
        write);
  }
}
