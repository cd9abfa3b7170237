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

/** Writes what each place of the lab knows: its own view, through its own links. */
record LabConfig(
    LabSettings settings,
    AddressPlan plan,
    ReplicationGroup group,
    LabCluster cluster,
    Secrets secrets,
    RunningTemporal temporal,
    LabKubernetes kubernetes) {

  Path write(String place) {
    Path file = settings.folder().folder("config").resolve(place + ".yaml");
    PlaceConfigFile.write(file, view(place));
    return file;
  }

  private PlaceConfig view(String place) {
    Map<String, DatabaseMember> databases = new LinkedHashMap<>();
    Map<String, String> services = new LinkedHashMap<>();
    Map<String, String> addresses = new LinkedHashMap<>();
    List<DnsServer> servers = new ArrayList<>();
    servers.add(new DnsServer("primary", AddressPlan.CONTROL, dns(place, AddressPlan.CONTROL)));
    for (String region : plan.regions()) {
      databases.put(region, cluster.memberConfig(place, region));
      services.put(region, "http://" + plan.endpoint(place, region, AddressPlan.SERVICE_PORT));
      addresses.put(region, plan.publicAddress(region));
      servers.add(new DnsServer("dns of " + region, region, dns(place, region)));
    }
    DnsAccess routing =
        new DnsAccess(
            "rfc2136",
            dns(place, AddressPlan.CONTROL),
            LabNetwork.TSIG_KEY,
            "hmac-sha256",
            secrets.reference("tsig"),
            servers,
            addresses);
    return new PlaceConfig(
        place,
        settings.runbooks().resolve("topology.yaml").toString(),
        settings.runbooks().toString(),
        Map.of(
            group.id(),
            new GroupAccess(databases, routing, services, kubernetes.access(place, group))),
        Simulated.parts(temporal, kubernetes),
        settings.folder().reports().toString());
  }

  private Endpoint dns(String from, String to) {
    return plan.endpoint(from, to, AddressPlan.DNS_PORT);
  }

  /** Temporal as a place reaches it. */
  String temporalFrom(String place) {
    return place.equals(AddressPlan.CONTROL)
        ? temporal.address()
        : plan.endpoint(place, AddressPlan.CONTROL, AddressPlan.TEMPORAL_PORT).toString();
  }

  /** What the ledger knows: public names and addresses, an unprivileged role. */
  LedgerConfig ledger(String groupId) {
    if (!groupId.equals(group.id())) {
      throw new IllegalArgumentException("the lab has group " + group.id() + ", not " + groupId);
    }
    List<String> multiHost = new ArrayList<>();
    Map<String, String> members = new LinkedHashMap<>();
    for (String region : plan.regions()) {
      String door =
          plan.endpoint(AddressPlan.OUTSIDE, region, AddressPlan.POSTGRES_PORT).toString();
      multiHost.add(region + "=" + door);
      members.put(region, door);
    }
    return LedgerConfig.forGroup(
        group.writeName(),
        List.of(dns(AddressPlan.CONTROL, AddressPlan.CONTROL).toString()),
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
  }
}
