package io.traceo.activities.routing.rfc2136;

import io.traceo.activities.Failures;
import io.traceo.activities.place.Endpoint;
import io.traceo.activities.place.PlaceConfig.DnsAccess;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.topology.ReplicationGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/** Asks whether a group's names could be changed, and changes nothing. Safe to repeat. */
public final class ZoneProbe {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Name zone;
  private final Name writeName;
  private final DnsAccess dns;

  /** For the names of a group, as a place reaches their servers. */
  public ZoneProbe(ReplicationGroup group, DnsAccess dns) {
    this.zone = Name.fromConstantString(Rfc2136Routing.absolute(group.zone()));
    this.writeName = Name.fromConstantString(Rfc2136Routing.absolute(group.writeName()));
    this.dns = dns;
  }

  /**
   * Sends a signed update that removes a value which isn't there: a server that takes it would take
   * a failover's as well.
   *
   * @throws io.temporal.failure.ApplicationFailure saying what stands against it
   */
  public void requireWritable() {
    ZoneClient writer = Rfc2136Routing.writer(dns);
    int rcode = writer.send(nothing());
    if (rcode == Rcode.NXRRSET) {
      throw Failures.of(FailureTypes.CONFLICT, writeName + " has no address; give it the leader's");
    }
    if (rcode != Rcode.NOERROR) {
      throw writer.notApplied(rcode);
    }
  }

  /**
   * What a server answers for the write name, sorted.
   *
   * @throws io.temporal.failure.ApplicationFailure when it doesn't
   */
  public List<String> writeAddresses(Endpoint server) {
    return new ZoneClient(server, PATIENCE, null)
        .ask(writeName, Type.A).stream()
            .map(r -> String.valueOf(((ARecord) r).getAddress().getHostAddress()))
            .sorted()
            .toList();
  }

  private Message nothing() {
    try {
      Update update = new Update(zone);
      update.present(writeName, Type.A);
      update.delete(
          new TXTRecord(EpochRecord.nameFor(writeName), DClass.IN, 0, "asked by a check"));
      return update;
    } catch (IOException e) {
      throw Failures.of(FailureTypes.INVALID_REQUEST, "no valid update: " + e.getMessage(), e);
    }
  }
}
