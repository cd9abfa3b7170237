package io.traceo.activities.check;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.place.PlaceConfig.DnsAccess;
import io.traceo.activities.place.PlaceConfig.DnsServer;
import io.traceo.activities.routing.rfc2136.ZoneProbe;
import io.traceo.workflows.topology.ReplicationGroup;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a group's names could be changed now, and whether every server has the same ones. */
record ZoneRules(ReplicationGroup group, @Nullable DnsAccess dns, GroupFindings findings) {

  void check() {
    if (dns == null) {
      findings.error("/zone", "the place knows no name server; add routing to its configuration");
      return;
    }
    ZoneProbe probe = new ZoneProbe(group, dns);
    List<String> addresses;
    try {
      probe.requireWritable();
      addresses = probe.writeAddresses(dns.primary());
    } catch (ApplicationFailure e) {
      findings.error("/zone", "the names could not be changed: " + e.getOriginalMessage());
      return;
    }
    for (DnsServer server : dns.servers()) {
      try {
        List<String> there = probe.writeAddresses(server.endpoint());
        if (!there.equals(addresses)) {
          findings.warn(
              "/writeName",
              server.name()
                  + " answers "
                  + there
                  + " for the write name and the primary "
                  + addresses
                  + "; look at its transfers");
        }
      } catch (ApplicationFailure e) {
        findings.error(
            "/zone",
            server.name()
                + " does not answer, and a failover waits for every server that does not stand in"
                + " the failed region: "
                + e.getOriginalMessage());
      }
    }
  }
}
