package io.traceo.lab.dns;

import io.traceo.activities.place.Endpoint;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;

/**
 * A primary name server of the lab: names change by TSIG-signed RFC 2136 updates alone. Tells its
 * secondaries after each change (RFC 1996).
 */
public final class LabDnsServer implements AutoCloseable {
  private final List<HostedZone> zones;
  private final DnsListener listener;
  private final ScheduledExecutorService notifier =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "dns-notify");
            thread.setDaemon(true);
            return thread;
          });

  /** Starts answering for these zones. */
  public LabDnsServer(Endpoint at, List<HostedZone> zones) throws IOException {
    this.zones = List.copyOf(zones);
    this.listener = new DnsListener(at, this::answer);
  }

  private List<Message> answer(Message query, byte[] wire, boolean overTcp) {
    int opcode = query.getHeader().getOpcode();
    if (opcode != Opcode.UPDATE && opcode != Opcode.QUERY) {
      return List.of(ZoneAnswers.reply(query, Rcode.NOTIMP));
    }
    Optional<HostedZone> found = zoneOf(query);
    if (found.isEmpty() && opcode == Opcode.UPDATE) {
      // Refused by whoever knows the key, so that the refusal is signed too.
      found = zones.stream().filter(z -> z.knowsKeyOf(query)).findFirst();
    }
    if (found.isEmpty()) {
      return List.of(ZoneAnswers.reply(query, Rcode.REFUSED));
    }
    if (opcode == Opcode.QUERY) {
      return found.get().answer(query, overTcp);
    }
    HostedZone zone = found.get();
    Message reply = zone.update(query, wire);
    if (reply.getRcode() == Rcode.NOERROR) {
      notifier.execute(zone::notifySecondaries);
    }
    return List.of(reply);
  }

  /** The innermost zone that the question belongs to. */
  private Optional<HostedZone> zoneOf(Message query) {
    Record question = query.getQuestion();
    return zones.stream()
        .filter(z -> question != null && question.getName().subdomain(z.origin()))
        .max(Comparator.comparingInt(z -> z.origin().labels()));
  }

  @Override
  public void close() throws IOException {
    notifier.shutdownNow();
    listener.close();
  }
}
