package io.traceo.lab.dns;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.traceo.activities.place.Endpoint;
import io.traceo.lab.AddressPlan;
import io.traceo.lab.link.LinkFault;
import io.traceo.lab.link.LinkNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** A primary in control, a secondary in each of two regions, and the links between them. */
public final class LabNames implements AutoCloseable {
  public static final String EAST = "east";
  public static final String WEST = "west";
  public static final String KEY = "traceo-test.";
  public static final String SECRET =
      Base64.getEncoder().encodeToString("the-key-of-the-tests-32-bytes-ok".getBytes(UTF_8));
  public static final Name ZONE = Name.fromConstantString("dr.test.");
  public static final Name WRITE = Name.fromConstantString("write.dr.test.");
  public static final Name READ = Name.fromConstantString("read.dr.test.");
  public static final Name MARK = Name.fromConstantString("_traceo.write.dr.test.");
  private static final long TTL = 5;

  public final AddressPlan plan = new AddressPlan(84, List.of(EAST, WEST));
  private final LinkNetwork links = new LinkNetwork(plan);
  private final Map<String, LabDnsSecondary> secondaries = new HashMap<>();
  private HostedZone zone;
  private LabDnsServer primary;

  public LabNames() throws IOException {
    for (String region : plan.regions()) {
      for (String[] way :
          new String[][] {{region, AddressPlan.CONTROL}, {AddressPlan.CONTROL, region}}) {
        links.open(way[0], way[1], AddressPlan.DNS_PORT);
        links.openUdp(way[0], way[1], AddressPlan.DNS_PORT);
      }
    }
    startPrimary(1);
    for (String region : plan.regions()) {
      secondaries.put(
          region,
          new LabDnsSecondary(
              server(region), ZONE, plan.endpoint(region, AddressPlan.CONTROL, port())));
    }
  }

  private static int port() {
    return AddressPlan.DNS_PORT;
  }

  /** Names point east, with epoch 1. */
  public void startPrimary(long serial, Record... more) throws IOException {
    Name host = Name.fromConstantString("ns.dr.test.");
    List<Record> records = new ArrayList<>(List.of(more));
    records.add(new SOARecord(ZONE, DClass.IN, TTL, host, host, serial, 1, 1, 3600, 1));
    records.add(new NSRecord(ZONE, DClass.IN, TTL, host));
    records.add(a(host, plan.publicAddress(AddressPlan.CONTROL)));
    records.add(a(WRITE, plan.publicAddress(EAST)));
    records.add(a(READ, plan.publicAddress(EAST)));
    records.add(a(READ, plan.publicAddress(WEST)));
    records.add(mark(1, EAST));
    zone =
        new HostedZone(
            ZONE,
            records,
            Map.of(Name.fromConstantString(KEY), key(SECRET)),
            plan.regions().stream()
                .map(r -> plan.endpoint(AddressPlan.CONTROL, r, port()))
                .toList());
    primary = new LabDnsServer(server(AddressPlan.CONTROL), List.of(zone));
  }

  /** Serial number of the zone now. */
  public long serial() {
    return zone.serial();
  }

  public LabDnsServer primary() {
    return primary;
  }

  /** Where the name server of a place listens. */
  public Endpoint server(String place) {
    return new Endpoint(plan.insideAddress(place), port());
  }

  /** A fault of what goes from a place to control, and of what comes back. */
  public void cutOff(String region, LinkFault fault) {
    links.faultPair(region, AddressPlan.CONTROL, fault);
    links.faultPair(AddressPlan.CONTROL, region, fault);
  }

  public static Record a(Name name, String address) throws IOException {
    return new ARecord(name, DClass.IN, TTL, InetAddress.getByName(address));
  }

  public static Record mark(long epoch, String leader) {
    return new TXTRecord(MARK, DClass.IN, TTL, "epoch=" + epoch + " leader=" + leader);
  }

  public static TSIG key(String secret) {
    return new TSIG(
        TSIG.HMAC_SHA256, Name.fromConstantString(KEY), Base64.getDecoder().decode(secret));
  }

  /** Asks the name server of a place over UDP. */
  public Message ask(String place, Name name, int type) throws IOException {
    return ask(place, name, type, false);
  }

  public Message ask(String place, Name name, int type, boolean tcp) throws IOException {
    SimpleResolver resolver = resolver(place);
    resolver.setTCP(tcp);
    return resolver.send(Message.newQuery(Record.newRecord(name, type, DClass.IN)));
  }

  public SimpleResolver resolver(String place) throws IOException {
    SimpleResolver resolver = new SimpleResolver(server(place).host());
    resolver.setPort(server(place).port());
    resolver.setTimeout(Duration.ofSeconds(5));
    return resolver;
  }

  /** What the name server of a place has: data only, sorted. */
  public List<String> data(String place, Name name, int type) throws IOException {
    Message answer = ask(place, name, type);
    if (answer.getRcode() != Rcode.NOERROR) {
      return List.of(Rcode.string(answer.getRcode()));
    }
    return answer.getSection(Section.ANSWER).stream().map(Record::rdataToString).sorted().toList();
  }

  /** Everything at a place that a change of leader may touch. */
  public List<List<String>> names(String place) throws IOException {
    return List.of(
        data(place, WRITE, Type.A), data(place, READ, Type.A), data(place, MARK, Type.TXT));
  }

  @Override
  public void close() throws IOException {
    for (LabDnsSecondary secondary : secondaries.values()) {
      secondary.close();
    }
    primary.close();
    links.close();
  }
}
