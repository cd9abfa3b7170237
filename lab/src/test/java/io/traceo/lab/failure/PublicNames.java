package io.traceo.lab.failure;

import io.traceo.activities.place.Endpoint;
import io.traceo.lab.AddressPlan;
import io.traceo.lab.LabParts;
import io.traceo.workflows.topology.ReplicationGroup;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** What the group's primary name server says, asked from outside as a client would. */
record PublicNames(Endpoint server, ReplicationGroup group) {

  static PublicNames of(LabParts lab, String group) {
    return new PublicNames(
        lab.plan().endpoint(AddressPlan.OUTSIDE, AddressPlan.CONTROL, AddressPlan.DNS_PORT),
        lab.group(group).group());
  }

  /** Addresses of both names and the epoch beside them, as text that compares. */
  String all() throws IOException {
    return ask(group.writeName(), Type.A)
        + " "
        + ask(group.readName(), Type.A)
        + " "
        + ask("_traceo." + group.writeName(), Type.TXT);
  }

  /** The zone's serial: it grows by one with each change. */
  long serial() throws IOException {
    return Long.parseLong(
        ask(group.zone(), Type.SOA).get(0).replaceAll("(?s)^\\S+ \\S+ (\\d+) .*$", "$1"));
  }

  /** Where writes go. */
  String write() throws IOException {
    return String.join(",", ask(group.writeName(), Type.A));
  }

  private List<String> ask(String name, int type) throws IOException {
    SimpleResolver resolver = new SimpleResolver(server.host());
    resolver.setPort(server.port());
    Record question = Record.newRecord(Name.fromString(name), type, DClass.IN);
    TreeSet<String> found = new TreeSet<>();
    for (Record record :
        resolver.send(org.xbill.DNS.Message.newQuery(question)).getSection(Section.ANSWER)) {
      found.add(record.rdataToString());
    }
    return List.copyOf(found);
  }
}
