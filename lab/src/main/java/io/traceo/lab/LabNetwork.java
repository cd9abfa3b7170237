package io.traceo.lab;

import io.traceo.lab.link.LinkNetwork;
import io.traceo.workflows.topology.ReplicationGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.Set;

/** The lab's links: those that a group needs, and no other way from place to place. */
final class LabNetwork {
  private final LinkNetwork links;
  private final AddressPlan plan;
  private final Set<String> opened = new LinkedHashSet<>();

  private LabNetwork(LinkNetwork links, AddressPlan plan) {
    this.links = links;
    this.plan = plan;
  }

  static void open(LinkNetwork links, AddressPlan plan, LabGroups groups) throws IOException {
    LabNetwork network = new LabNetwork(links, plan);
    for (ReplicationGroup group : groups.groups()) {
      for (String to : group.members()) {
        for (String from : groups.places(group)) {
          network.toRegion(from, to);
        }
        network.toRegion(AddressPlan.OUTSIDE, to);
      }
      for (String from : groups.places(group)) {
        network.toControl(from, group.control());
        network.toNames(from, group.dns().primary());
      }
      network.toNames(AddressPlan.OUTSIDE, group.dns().primary());
    }
  }

  private void toRegion(String from, String to) throws IOException {
    if (first(from, to, "region")) {
      links.open(from, to, AddressPlan.POSTGRES_PORT);
      links.open(from, to, AddressPlan.SERVICE_PORT);
      links.open(from, to, AddressPlan.KUBERNETES_PORT);
      links.open(from, to, AddressPlan.DNS_PORT);
      links.openUdp(from, to, AddressPlan.DNS_PORT);
    }
  }

  /** Temporal is beside the control workers, whatever address it really has. */
  private void toControl(String from, String control) throws IOException {
    if (first(from, control, "temporal")) {
      links.open(
          from,
          control,
          AddressPlan.TEMPORAL_PORT,
          new InetSocketAddress(plan.temporal().host(), plan.temporal().port()));
    }
  }

  private void toNames(String from, String primary) throws IOException {
    // Control itself has no way from outside: clients that stand there ask it directly.
    boolean needed = !(from.equals(AddressPlan.OUTSIDE) && primary.equals(AddressPlan.CONTROL));
    if (needed && first(from, primary, "names")) {
      links.open(from, primary, AddressPlan.DNS_PORT);
      links.openUdp(from, primary, AddressPlan.DNS_PORT);
    }
  }

  private boolean first(String from, String to, String what) {
    return !from.equals(to) && opened.add(from + ">" + to + " " + what);
  }
}
