package io.traceo.lab.dns;

import io.traceo.activities.place.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import org.xbill.DNS.Zone;
import org.xbill.DNS.ZoneTransferException;
import org.xbill.DNS.ZoneTransferIn;

/**
 * A region's name server: a copy of the zone that follows by notification and by asking for the
 * serial twice a second. Cut off, it goes on answering with what it has.
 */
public final class LabDnsSecondary implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LabDnsSecondary.class);
  private static final Duration TIMEOUT = Duration.ofMillis(800);
  private static final long POLL_MILLIS = 500;

  private final Name origin;
  private final Endpoint primary;
  private final DnsListener listener;
  private final ScheduledExecutorService follower =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "dns-follow");
            thread.setDaemon(true);
            return thread;
          });
  private volatile @Nullable Zone zone;

  /**
   * Starts answering and following.
   *
   * @param primary as this place reaches it
   */
  public LabDnsSecondary(Endpoint at, Name origin, Endpoint primary) throws IOException {
    this.origin = origin;
    this.primary = primary;
    this.listener = new DnsListener(at, this::answer);
    var unused =
        follower.scheduleWithFixedDelay(this::follow, 0, POLL_MILLIS, TimeUnit.MILLISECONDS);
  }

  private List<Message> answer(Message query, byte[] wire, boolean overTcp) {
    if (query.getHeader().getOpcode() == Opcode.NOTIFY) {
      follower.execute(this::follow);
      return List.of(ZoneAnswers.reply(query, Rcode.NOERROR));
    }
    Zone now = zone;
    if (now == null || query.getHeader().getOpcode() != Opcode.QUERY) {
      return List.of(ZoneAnswers.reply(query, now == null ? Rcode.SERVFAIL : Rcode.NOTIMP));
    }
    return List.of(ZoneAnswers.answer(now, query));
  }

  private void follow() {
    try {
      Zone now = zone;
      if (now == null || serialAtPrimary() != now.getSOA().getSerial()) {
        ZoneTransferIn transfer =
            ZoneTransferIn.newAXFR(
                origin, new InetSocketAddress(primary.host(), primary.port()), null);
        transfer.setTimeout(TIMEOUT);
        transfer.run();
        List<Record> records = transfer.getAXFR();
        zone = new Zone(origin, records.toArray(new Record[0]));
      }
    } catch (IOException | ZoneTransferException | RuntimeException e) {
      log.debug("secondary of {} can't follow: {}", primary, e.getMessage());
    }
  }

  private long serialAtPrimary() throws IOException {
    SimpleResolver resolver = new SimpleResolver(primary.host());
    resolver.setPort(primary.port());
    resolver.setTimeout(TIMEOUT);
    Message answer = resolver.send(Message.newQuery(Record.newRecord(origin, Type.SOA, DClass.IN)));
    for (Record record : answer.getSection(Section.ANSWER)) {
      if (record instanceof SOARecord soa) {
        return soa.getSerial();
      }
    }
    throw new IOException("no SOA in the primary's answer");
  }

  @Override
  public void close() throws IOException {
    follower.shutdownNow();
    listener.close();
  }
}
