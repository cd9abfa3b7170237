package io.traceo.lab;

import io.traceo.activities.place.Endpoint;
import io.traceo.lab.dns.LabDnsServer;
import io.traceo.lab.link.LinkNetwork;
import io.traceo.workflows.topology.ReplicationGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TXTRecord;

/** The lab's links and its primary name server. */
final class LabNetwork {
  /** Name of the key that updates are signed with. */
  static final String TSIG_KEY = "traceo-lab.";

  private LabNetwork() {}

  static void open(LinkNetwork links, AddressPlan plan) throws IOException {
    for (String to : plan.regions()) {
      List<String> from = new ArrayList<>(plan.regions());
      from.remove(to);
      from.add(AddressPlan.CONTROL);
      from.add(AddressPlan.OUTSIDE);
      for (String place : from) {
        links.open(place, to, AddressPlan.POSTGRES_PORT);
        links.open(place, to, AddressPlan.SERVICE_PORT);
        links.open(place, to, AddressPlan.KUBERNETES_PORT);
        links.open(place, to, AddressPlan.DNS_PORT);
        links.openUdp(place, to, AddressPlan.DNS_PORT);
      }
      links.open(
          to,
          AddressPlan.CONTROL,
          AddressPlan.TEMPORAL_PORT,
          new InetSocketAddress(plan.temporal().host(), plan.temporal().port()));
      links.open(to, AddressPlan.CONTROL, AddressPlan.DNS_PORT);
      links.openUdp(to, AddressPlan.CONTROL, AddressPlan.DNS_PORT);
    }
  }

  static LabDnsServer primaryDns(AddressPlan plan, ReplicationGroup group, String tsig)
      throws IOException {
    Name zone = Name.fromString(absolute(group.zone()));
    Name write = Name.fromString(absolute(group.writeName()));
    Name read = Name.fromString(absolute(group.readName()));
    long ttl = group.ttl().toSeconds();
    Name host = Name.fromString("ns", zone);
    List<Record> records = new ArrayList<>();
    records.add(
        new SOARecord(zone, DClass.IN, ttl, host, Name.fromString("ops", zone), 1, 1, 1, 3600, 1));
    records.add(new NSRecord(zone, DClass.IN, ttl, host));
    records.add(address(host, ttl, plan.publicAddress(AddressPlan.CONTROL)));
    records.add(address(write, ttl, plan.publicAddress(group.leader())));
    for (String member : group.members()) {
      records.add(address(read, ttl, plan.publicAddress(member)));
    }
    records.add(
        new TXTRecord(
            Name.fromString("_traceo", write), DClass.IN, ttl, "epoch=1 leader=" + group.leader()));
    return new LabDnsServer(
        new Endpoint(plan.publicAddress(AddressPlan.CONTROL), AddressPlan.DNS_PORT),
        zone,
        records,
        new TSIG(TSIG.HMAC_SHA256, Name.fromString(TSIG_KEY), Base64.getDecoder().decode(tsig)),
        plan.regions().stream()
            .map(r -> plan.endpoint(AddressPlan.CONTROL, r, AddressPlan.DNS_PORT))
            .toList());
  }

  private static Record address(Name name, long ttl, String address) throws IOException {
    return new ARecord(name, DClass.IN, ttl, InetAddress.getByName(address));
  }

  private static String absolute(String name) {
    return name.endsWith(".") ? name : name + ".";
  }
}
