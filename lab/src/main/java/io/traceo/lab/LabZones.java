package io.traceo.lab;

import io.traceo.activities.place.Endpoint;
import io.traceo.lab.dns.HostedZone;
import io.traceo.lab.dns.LabDnsServer;
import io.traceo.lab.postgres.Secrets;
import io.traceo.workflows.topology.ReplicationGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TXTRecord;

/**
 * The lab's primary name servers, as their zones are when everybody is where the topology says:
 * each group's names with a key of its own, groups of one zone in one zone.
 */
record LabZones(AddressPlan plan, LabGroups groups, Secrets secrets) {

  /** Name of the key that a group's updates are signed with. */
  static String keyName(String group) {
    return "traceo-lab-" + group + ".";
  }

  /** Name of that key's secret. */
  static String secretName(String group) {
    return "tsig-" + group;
  }

  /** The name server of one primary place, with every zone that is changed there. */
  LabDnsServer primary(String place) throws IOException {
    Map<String, List<ReplicationGroup>> byZone = new LinkedHashMap<>();
    for (ReplicationGroup group : groups.groups()) {
      if (group.dns().primary().equals(place)) {
        byZone.computeIfAbsent(absolute(group.zone()), z -> new ArrayList<>()).add(group);
      }
    }
    List<HostedZone> zones = new ArrayList<>();
    for (Map.Entry<String, List<ReplicationGroup>> zone : byZone.entrySet()) {
      zones.add(zone(place, Name.fromString(zone.getKey()), zone.getValue()));
    }
    return new LabDnsServer(new Endpoint(plan.insideAddress(place), AddressPlan.DNS_PORT), zones);
  }

  private HostedZone zone(String place, Name zone, List<ReplicationGroup> inIt) throws IOException {
    long ttl = inIt.get(0).ttl().toSeconds();
    Name host = Name.fromString("ns", zone);
    List<Record> records = new ArrayList<>();
    records.add(
        new SOARecord(zone, DClass.IN, ttl, host, Name.fromString("ops", zone), 1, 1, 1, 3600, 1));
    records.add(new NSRecord(zone, DClass.IN, ttl, host));
    records.add(address(host, ttl, plan.publicAddress(place)));
    Map<Name, TSIG> keys = new LinkedHashMap<>();
    List<Endpoint> secondaries = new ArrayList<>();
    for (ReplicationGroup group : inIt) {
      records.addAll(names(group));
      Name key = Name.fromString(keyName(group.id()));
      byte[] secret = Base64.getDecoder().decode(secrets.make(secretName(group.id())));
      keys.put(key, new TSIG(TSIG.HMAC_SHA256, key, secret));
      for (String member : group.members()) {
        secondaries.add(plan.endpoint(place, member, AddressPlan.DNS_PORT));
      }
    }
    return new HostedZone(zone, records, keys, secondaries);
  }

  private List<Record> names(ReplicationGroup group) throws IOException {
    Name write = Name.fromString(absolute(group.writeName()));
    Name read = Name.fromString(absolute(group.readName()));
    long ttl = group.ttl().toSeconds();
    List<Record> records = new ArrayList<>();
    records.add(address(write, ttl, plan.publicAddress(group.leader())));
    for (String member : group.members()) {
      records.add(address(read, ttl, plan.publicAddress(member)));
    }
    records.add(
        new TXTRecord(
            Name.fromString("_traceo", write), DClass.IN, ttl, "epoch=1 leader=" + group.leader()));
    return records;
  }

  private static Record address(Name name, long ttl, String address) throws IOException {
    return new ARecord(name, DClass.IN, ttl, InetAddress.getByName(address));
  }

  private static String absolute(String name) {
    return name.endsWith(".") ? name : name + ".";
  }
}
