package io.traceo.lab.dns;

import io.traceo.activities.place.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;
import org.xbill.DNS.Zone;

/**
 * The primary name server of the lab: names change by TSIG-signed RFC 2136 updates alone. Tells its
 * secondaries after each change (RFC 1996).
 */
public final class LabDnsServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LabDnsServer.class);

  private final Zone zone;
  private final TSIG key;
  private final List<Endpoint> secondaries;
  private final DnsListener listener;
  private final ScheduledExecutorService notifier =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "dns-notify");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Starts answering.
   *
   * @param origin of the zone, absolute
   * @param records the zone's content: SOA, NS, and the names
   * @param secondaries where to send notifications
   */
  public LabDnsServer(
      Endpoint at, Name origin, List<Record> records, TSIG key, List<Endpoint> secondaries)
      throws IOException {
    this.zone = new Zone(origin, records.toArray(new Record[0]));
    this.key = key;
    this.secondaries = List.copyOf(secondaries);
    this.listener = new DnsListener(at, this::answer);
  }

  private List<Message> answer(Message query, byte[] wire, boolean overTcp) {
    if (query.getHeader().getOpcode() == Opcode.UPDATE) {
      return List.of(update(query, wire));
    }
    if (query.getHeader().getOpcode() != Opcode.QUERY) {
      return List.of(ZoneAnswers.reply(query, Rcode.NOTIMP));
    }
    synchronized (zone) {
      if (ZoneAnswers.wantsTransfer(query)) {
        return overTcp
            ? ZoneAnswers.transfer(zone, query)
            : List.of(ZoneAnswers.reply(query, Rcode.REFUSED));
      }
      return List.of(ZoneAnswers.answer(zone, query));
    }
  }

  private Message update(Message query, byte[] wire) {
    if (query.getTSIG() == null) {
      return ZoneAnswers.reply(query, Rcode.REFUSED);
    }
    if (key.verify(query, wire, null) != Rcode.NOERROR) {
      return ZoneAnswers.reply(query, Rcode.NOTAUTH);
    }
    int rcode;
    synchronized (zone) {
      rcode = new ZoneUpdate(zone, query).apply();
    }
    if (rcode == Rcode.NOERROR) {
      notifier.execute(this::notifySecondaries);
    }
    Message reply = ZoneAnswers.reply(query, rcode);
    reply.setTSIG(key, Rcode.NOERROR, query.getTSIG());
    return reply;
  }

  private void notifySecondaries() {
    for (Endpoint secondary : secondaries) {
      try {
        Message notify = new Message();
        notify.getHeader().setOpcode(Opcode.NOTIFY);
        notify.addRecord(Record.newRecord(zone.getOrigin(), Type.SOA, DClass.IN), Section.QUESTION);
        SimpleResolver resolver = new SimpleResolver(secondary.host());
        resolver.setPort(secondary.port());
        resolver.setTimeout(Duration.ofMillis(300));
        resolver.sendAsync(notify);
      } catch (IOException e) {
        log.debug("notify {}: {}", secondary, e.getMessage());
      }
    }
  }

  /** Serial number now. */
  public long serial() {
    synchronized (zone) {
      return zone.getSOA().getSerial();
    }
  }

  @Override
  public void close() throws IOException {
    notifier.shutdownNow();
    listener.close();
  }
}
