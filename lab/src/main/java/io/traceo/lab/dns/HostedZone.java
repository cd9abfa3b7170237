package io.traceo.lab.dns;

import io.traceo.activities.place.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.Zone;

/** One zone of a primary: its content, the keys that may change it, and who copies it. */
public final class HostedZone {
  private static final Logger log = LoggerFactory.getLogger(HostedZone.class);

  private final Zone zone;
  private final Map<Name, TSIG> keys;
  private final List<Endpoint> secondaries;

  /**
   * A zone.
   *
   * @param origin of the zone, absolute
   * @param records the zone's content: SOA, NS, and the names
   * @param keys that may sign updates, by their names
   * @param secondaries where to send notifications
   */
  public HostedZone(
      Name origin, List<Record> records, Map<Name, TSIG> keys, List<Endpoint> secondaries)
      throws IOException {
    this.zone = new Zone(origin, records.toArray(new Record[0]));
    this.keys = Map.copyOf(keys);
    this.secondaries = List.copyOf(secondaries);
  }

  Name origin() {
    return zone.getOrigin();
  }

  synchronized List<Message> answer(Message query, boolean overTcp) {
    if (ZoneAnswers.wantsTransfer(query)) {
      return overTcp
          ? ZoneAnswers.transfer(zone, query)
          : List.of(ZoneAnswers.reply(query, Rcode.REFUSED));
    }
    return List.of(ZoneAnswers.answer(zone, query));
  }

  /** Whether a message names one of the zone's keys. */
  boolean knowsKeyOf(Message query) {
    return query.getTSIG() != null && keys.containsKey(query.getTSIG().getName());
  }

  /** Changes the zone when the update is signed by one of its keys and its conditions hold. */
  Message update(Message query, byte[] wire) {
    TSIGRecord signature = query.getTSIG();
    if (signature == null) {
      return ZoneAnswers.reply(query, Rcode.REFUSED);
    }
    TSIG key = keys.get(signature.getName());
    if (key == null || key.verify(query, wire, null) != Rcode.NOERROR) {
      return ZoneAnswers.reply(query, Rcode.NOTAUTH);
    }
    Message reply = ZoneAnswers.reply(query, apply(query));
    reply.setTSIG(key, Rcode.NOERROR, signature);
    return reply;
  }

  private synchronized int apply(Message query) {
    return new ZoneUpdate(zone, query).apply();
  }

  void notifySecondaries() {
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
  public synchronized long serial() {
    return zone.getSOA().getSerial();
  }
}
