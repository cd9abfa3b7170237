package io.traceo.activities.place;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one place (a region, or {@code control} outside all regions) reaches everything. Holds
 * references to secrets, never secrets; regions elsewhere may have other addresses from elsewhere.
 *
 * @param place whose view this is
 * @param topology file of the topology
 * @param runbooks folder of the runbooks
 * @param groups by group id
 * @param simulated parts of this environment that stand in for real ones, by name; empty in
 *     production
 * @param reports folder that reports are written to
 * @param demand where the history of a region's demand is, by region; only control places need it
 * @param alerts who is told of pages; null when nobody is, and only control places need it
 */
public record PlaceConfig(
    String place,
    String topology,
    String runbooks,
    Map<String, GroupAccess> groups,
    List<String> simulated,
    String reports,
    Map<String, DemandAccess> demand,
    @Nullable AlertAccess alerts) {
  public PlaceConfig {
    demand = demand == null ? Map.of() : Map.copyOf(demand);
    groups = groups == null ? Map.of() : Map.copyOf(groups);
    simulated = simulated == null ? List.of() : List.copyOf(simulated);
  }

  /** Without alerts. */
  public PlaceConfig(
      String place,
      String topology,
      String runbooks,
      Map<String, GroupAccess> groups,
      List<String> simulated,
      String reports,
      Map<String, DemandAccess> demand) {
    this(place, topology, runbooks, groups, simulated, reports, demand, null);
  }

  /** Without histories of demand, and alerts. */
  public PlaceConfig(
      String place,
      String topology,
      String runbooks,
      Map<String, GroupAccess> groups,
      List<String> simulated,
      String reports) {
    this(place, topology, runbooks, groups, simulated, reports, Map.of());
  }

  /**
   * The history of a region's demand.
   *
   * @param kind {@code prometheus} or {@code csv}
   * @param location base URL of Prometheus' HTTP API, or a folder with {@code REGION.csv}
   * @param tokenRef {@code file:} or {@code env:} reference to the bearer token, read at each use;
   *     null when the server asks for none
   * @param caFile PEM file of who signs the server's certificate, null for the well-known ones
   */
  public record DemandAccess(
      String kind, String location, @Nullable String tokenRef, @Nullable String caFile) {}

  /**
   * Who is told of pages.
   *
   * @param alertmanagers of one cluster: each is told, and one that takes it is enough
   * @param webhooks each of them has to take it
   */
  public record AlertAccess(List<AlertChannel> alertmanagers, List<AlertChannel> webhooks) {
    public AlertAccess {
      alertmanagers = alertmanagers == null ? List.of() : List.copyOf(alertmanagers);
      webhooks = webhooks == null ? List.of() : List.copyOf(webhooks);
    }
  }

  /**
   * One receiver.
   *
   * @param url base of Alertmanager, or the webhook's own
   * @param tokenRef {@code file:} or {@code env:} reference to the bearer token, read at each use;
   *     null when it asks for none
   * @param caFile PEM file of who signs the server's certificate, null for the well-known ones
   */
  public record AlertChannel(String url, @Nullable String tokenRef, @Nullable String caFile) {}

  /**
   * How this place reaches one group.
   *
   * @param databases members by region
   * @param routing the names' authorities
   * @param services base URL of the service endpoint, by region
   * @param clusters Kubernetes workloads by region; only control places need them, and a region
   *     that is left out has none
   * @param backup where this place keeps or finds the group's backups; null when it has nothing to
   *     do with them
   * @param metrics Prometheus of each region, by region; only control places need them, and a
   *     region that is left out has none
   */
  public record GroupAccess(
      Map<String, DatabaseMember> databases,
      DnsAccess routing,
      Map<String, String> services,
      Map<String, ClusterAccess> clusters,
      @Nullable BackupAccess backup,
      Map<String, PrometheusAccess> metrics) {
    public GroupAccess {
      databases = databases == null ? Map.of() : Map.copyOf(databases);
      services = services == null ? Map.of() : Map.copyOf(services);
      clusters = clusters == null ? Map.of() : Map.copyOf(clusters);
      metrics = metrics == null ? Map.of() : Map.copyOf(metrics);
    }

    /** Without metrics. */
    public GroupAccess(
        Map<String, DatabaseMember> databases,
        DnsAccess routing,
        Map<String, String> services,
        Map<String, ClusterAccess> clusters,
        @Nullable BackupAccess backup) {
      this(databases, routing, services, clusters, backup, Map.of());
    }

    /** Without clusters and backups. */
    public GroupAccess(
        Map<String, DatabaseMember> databases, DnsAccess routing, Map<String, String> services) {
      this(databases, routing, services, Map.of(), null);
    }
  }

  /**
   * Where a place keeps a group's backups, and restores them.
   *
   * @param provider {@code native} or {@code pgbackrest}
   * @param store where pieces, manifests and log go
   * @param keyId what the key is called, as in the topology
   * @param keyRef {@code file:} or {@code env:} reference to 32 bytes in base64
   * @param spool folder for log that is not in the store yet
   * @param scratch where restored servers are set up
   * @param pgbackrest set for that provider only
   */
  public record BackupAccess(
      String provider,
      StoreAccess store,
      String keyId,
      String keyRef,
      String spool,
      ScratchAccess scratch,
      @Nullable PgBackRestAccess pgbackrest) {}

  /**
   * An object store.
   *
   * @param kind {@code directory} or {@code s3}
   * @param location folder, or bucket
   * @param endpoint URL of the store, null for the provider's own
   * @param region of the bucket; null for a folder
   * @param accessKeyRef reference; null for the environment's own credentials
   * @param secretKeyRef reference; null for the environment's own credentials
   * @param lockDays how long the store refuses to remove a backup; 0 for no lock
   */
  public record StoreAccess(
      String kind,
      String location,
      @Nullable String endpoint,
      @Nullable String region,
      @Nullable String accessKeyRef,
      @Nullable String secretKeyRef,
      int lockDays) {}

  /**
   * Restored servers.
   *
   * @param bin folder with {@code postgres} and {@code pg_ctl}
   * @param folder where their data goes, a folder each
   * @param endpoint where one listens; no member's
   */
  public record ScratchAccess(String bin, String folder, Endpoint endpoint) {}

  /**
   * The program, as the operator has set it up.
   *
   * @param program path
   * @param config its configuration file; it names the repository and the cipher
   * @param stanza of the group
   */
  public record PgBackRestAccess(String program, String config, String stanza) {}

  /**
   * The ingestion workload of a group in one region's Kubernetes cluster.
   *
   * @param server URL of the API server as this place reaches it
   * @param caFile PEM file of who signs the server's certificate, null for the well-known ones
   * @param tokenRef {@code file:} or {@code env:} reference to the bearer token, read at each use;
   *     null when the server asks for none. It needs get and update of the two objects, and patch
   *     of the autoscaler for rollouts of capacity, no more
   * @param namespace of both objects
   * @param deployment name of the Deployment
   * @param hpa name of its HorizontalPodAutoscaler, null when it has none
   */
  public record ClusterAccess(
      String server,
      @Nullable String caFile,
      @Nullable String tokenRef,
      String namespace,
      String deployment,
      @Nullable String hpa) {}

  /**
   * A Prometheus, or what speaks its HTTP API.
   *
   * @param url its base, as this place reaches it
   * @param tokenRef {@code file:} or {@code env:} reference to the bearer token, read at each use;
   *     null when it asks for none
   * @param caFile PEM file of who signs the server's certificate, null for the well-known ones
   */
  public record PrometheusAccess(String url, @Nullable String tokenRef, @Nullable String caFile) {}

  /**
   * One PostgreSQL member.
   *
   * @param endpoint as this place reaches it
   * @param user operator role
   * @param passwordRef {@code file:} or {@code env:} reference
   * @param observerUser role that writes heartbeats
   * @param observerPasswordRef its password
   * @param peers how this member itself reaches the others, by region: what goes into its {@code
   *     primary_conninfo}
   * @param replicationUser role that standbys stream with
   * @param replicationPassfile password file on the member, for {@code primary_conninfo}
   * @param local set only in the member's own place: the server's files
   */
  public record DatabaseMember(
      Endpoint endpoint,
      String database,
      String user,
      String passwordRef,
      String observerUser,
      String observerPasswordRef,
      Map<String, Endpoint> peers,
      String replicationUser,
      String replicationPassfile,
      @Nullable LocalServer local) {
    public DatabaseMember {
      peers = peers == null ? Map.of() : Map.copyOf(peers);
    }
  }

  /**
   * Files of a PostgreSQL server on this machine.
   *
   * @param bin folder with {@code postgres}, {@code pg_ctl}, {@code initdb}
   * @param root folder that holds the data folders; {@code root/current} is a link to the one in
   *     use, a re-seed makes a new one beside it
   */
  public record LocalServer(String bin, String root) {}

  /**
   * A group's DNS.
   *
   * @param provider {@code rfc2136}
   * @param primary where updates go
   * @param tsigKeyName name of the key
   * @param tsigAlgorithm for example {@code hmac-sha256}
   * @param tsigKeyRef reference to the base64 secret
   * @param servers every authority and resolver that must answer with a change
   * @param addresses public address of each region's front door, by region: the names' A records
   */
  public record DnsAccess(
      String provider,
      Endpoint primary,
      String tsigKeyName,
      String tsigAlgorithm,
      String tsigKeyRef,
      List<DnsServer> servers,
      Map<String, String> addresses) {
    public DnsAccess {
      servers = servers == null ? List.of() : List.copyOf(servers);
      addresses = addresses == null ? Map.of() : Map.copyOf(addresses);
    }
  }

  /**
   * One name server.
   *
   * @param name for people
   * @param place region it stands in, or {@code control}
   */
  public record DnsServer(String name, String place, Endpoint endpoint) {}
}
