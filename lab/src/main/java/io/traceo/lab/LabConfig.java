package io.traceo.lab;

import io.traceo.activities.place.Endpoint;
import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfig.DatabaseMember;
import io.traceo.activities.place.PlaceConfig.DnsAccess;
import io.traceo.activities.place.PlaceConfig.DnsServer;
import io.traceo.activities.place.PlaceConfig.GroupAccess;
import io.traceo.activities.place.PlaceConfigFile;
import io.traceo.lab.kubernetes.LabKubernetes;
import io.traceo.lab.ledger.LedgerConfig;
import io.traceo.lab.postgres.LabCluster;
import io.traceo.lab.postgres.Secrets;
import io.traceo.lab.temporal.RunningTemporal;
import io.traceo.workflows.topology.ReplicationGroup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes what each place of the lab knows: its own view of its own groups, through its own links.
 *
 * @param clusters by group
 * @param simulated parts that stand in for real ones
 */
record LabConfig(
    LabSettings settings,
    AddressPlan plan,
    LabGroups groups,
    Map<String, LabCluster> clusters,
    Secrets secrets,
    RunningTemporal temporal,
    LabKubernetes kubernetes,
    LabBackups backups,
    List<String> simulated) {

  Path write(String place) {
    Path file = file(settings, place);
    PlaceConfigFile.write(file, view(place));
    return file;
  }

  /** Where the view of a place is. */
  static Path file(LabSettings settings, String place) {
    return settings.folder().folder("config").resolve(place + ".yaml");
  }

  private PlaceConfig view(String place) {
    Map<String, GroupAccess> access = new LinkedHashMap<>();
    for (ReplicationGroup group : groups.of(place)) {
      access.put(group.id(), access(place, group));
    }
    return new PlaceConfig(
        place,
        settings.runbooks().resolve("topology.yaml").toString(),
        settings.runbooks().toString(),
        access,
        simulated,
        settings.folder().reports().toString(),
        groups.controls().contains(place)
            ? new LabDemand(settings.folder()).access(groups.controlled(place))
            : Map.of());
  }

  private GroupAccess access(String place, ReplicationGroup group) {
    Map<String, DatabaseMember> databases = new LinkedHashMap<>();
    Map<String, String> services = new LinkedHashMap<>();
    Map<String, String> addresses = new LinkedHashMap<>();
    List<DnsServer> servers = new ArrayList<>();
    String primary = group.dns().primary();
    servers.add(new DnsServer("primary", primary, dns(place, primary)));
    for (String region : group.members()) {
      databases.put(region, cluster(group.id()).memberConfig(place, region));
      services.put(region, "http://" + plan.endpoint(place, region, AddressPlan.SERVICE_PORT));
      addresses.put(region, plan.publicAddress(region));
      servers.add(new DnsServer("dns of " + region, region, dns(place, region)));
    }
    DnsAccess routing =
        new DnsAccess(
            "rfc2136",
            dns(place, primary),
            LabZones.keyName(group.id()),
            "hmac-sha256",
            secrets.reference(LabZones.secretName(group.id())),
            servers,
            addresses);
    return new GroupAccess(
        databases,
        routing,
        services,
        kubernetes.access(place, group),
        backups.access(place, group, cluster(group.id())));
  }

  private LabCluster cluster(String group) {
    LabCluster cluster = clusters.get(group);
    if (cluster == null) {
      throw new IllegalArgumentException("the lab has " + clusters.keySet() + ", not " + group);
    }
    return cluster;
  }

  private Endpoint dns(String from, String to) {
    return plan.endpoint(from, to, AddressPlan.DNS_PORT);
  }

  /** Temporal as a place reaches it: through its link to where its workflows run. */
  String temporalFrom(String place) {
    return groups.controls().contains(place)
        ? temporal.address()
        : plan.endpoint(place, groups.of(place).get(0).control(), AddressPlan.TEMPORAL_PORT)
            .toString();
  }

  String namespaceOf(String place) {
    return groups.namespaceOf(place, temporal.namespace());
  }

  /** What the ledger knows: public names and addresses, an unprivileged role. */
  LedgerConfig ledger(String groupId) {
    LabCluster cluster = cluster(groupId);
    ReplicationGroup group = cluster.group();
    List<String> multiHost = new ArrayList<>();
    Map<String, String> members = new LinkedHashMap<>();
    for (String region : group.members()) {
      String door =
          plan.endpoint(AddressPlan.OUTSIDE, region, AddressPlan.POSTGRES_PORT).toString();
      multiHost.add(region + "=" + door);
      members.put(region, door);
    }
    LedgerConfig config =
        LedgerConfig.forGroup(
            group.writeName(),
            List.of(dns(AddressPlan.OUTSIDE, group.dns().primary()).toString()),
            AddressPlan.POSTGRES_PORT,
            LabCluster.DATABASE,
            LabCluster.APP,
            cluster.appPasswordRef().substring("file:".length()),
            multiHost,
            members,
            "http://"
                + plan.publicAddress(AddressPlan.CONTROL)
                + ":"
                + AddressPlan.LAB_PORT
                + "/clock");
    return settings.realRoundTrips()
        ? config.withConnections(Load.forRoundTrip(groups.longestRoundTrip(group)))
        : config;
  }
}
