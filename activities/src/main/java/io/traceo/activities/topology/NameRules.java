package io.traceo.activities.topology;

import io.traceo.workflows.topology.DnsService;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.Topology;
import java.time.Duration;

/** A group's names, and what their provider can do. */
record NameRules(GroupEntry entry) {

  void check() {
    ReplicationGroup group = entry.group();
    inZone("/writeName", group.writeName());
    inZone("/readName", group.readName());
    if (absolute(group.writeName()).equals(absolute(group.readName()))) {
      entry.error("/readName", "the read name is the write name; give it a name of its own");
    }
    notTakenBefore(group);
    provider(group.dns());
  }

  private void inZone(String field, String name) {
    if (!absolute(name).endsWith("." + absolute(entry.group().zone()))) {
      entry.error(
          field, name + " is not in zone " + entry.group().zone() + " and could never be changed");
    }
  }

  /** Two groups that share a name would take it from each other. */
  private void notTakenBefore(ReplicationGroup group) {
    for (ReplicationGroup other : entry.topology().groups()) {
      if (other.equals(group)) {
        return;
      }
      taken("/writeName", group.writeName(), other);
      taken("/readName", group.readName(), other);
    }
  }

  private void taken(String field, String name, ReplicationGroup other) {
    if (absolute(name).equals(absolute(other.writeName()))
        || absolute(name).equals(absolute(other.readName()))) {
      entry.error(field, name + " is a name of group " + other.id() + " already; choose another");
    }
  }

  private void provider(DnsService dns) {
    Duration ttl = entry.group().ttl();
    Duration floor = dns.provider().minimumTtl();
    if (ttl.compareTo(floor) < 0) {
      entry.error(
          "/ttl",
          "provider "
              + dns.provider()
              + " keeps every record for "
              + DurationText.of(floor)
              + " or longer, and a failover would be seen that much later; say ttl: "
              + DurationText.of(floor)
              + " and what clients then get, or choose another provider");
    }
    if (!dns.primary().equals(Topology.CONTROL)
        && entry.topology().jurisdiction(dns.primary()).isEmpty()) {
      entry.error(
          "/dns/primary",
          "unknown place " + dns.primary() + "; it is a region, a witness, or control");
    }
  }

  static String absolute(String name) {
    return name.endsWith(".") ? name : name + ".";
  }
}
