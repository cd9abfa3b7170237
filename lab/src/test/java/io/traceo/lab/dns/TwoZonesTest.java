package io.traceo.lab.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.activities.place.Endpoint;
import io.traceo.lab.AddressPlan;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/** One primary with two zones, one inside the other: each answers for itself, with its own key. */
class TwoZonesTest {
  private static final Name OUTER = Name.fromConstantString("lab.test.");
  private static final Name INNER = Name.fromConstantString("cn.lab.test.");
  private static final Endpoint AT = new Endpoint("127.93.0.1", AddressPlan.DNS_PORT);

  private HostedZone outer;
  private HostedZone inner;
  private LabDnsServer server;

  @BeforeEach
  void start() throws Exception {
    outer = zone(OUTER, "127.93.1.1");
    inner = zone(INNER, "127.93.2.1");
    server = new LabDnsServer(AT, List.of(outer, inner));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private static HostedZone zone(Name origin, String address) throws Exception {
    Name host = Name.fromString("write", origin);
    List<Record> records =
        List.of(
            new SOARecord(origin, DClass.IN, 5, host, host, 1, 1, 1, 3600, 1),
            new NSRecord(origin, DClass.IN, 5, host),
            new ARecord(host, DClass.IN, 5, InetAddress.getByName(address)));
    return new HostedZone(origin, records, Map.of(origin, key(origin)), List.of());
  }

  /** Each zone's key has its name. */
  private static TSIG key(Name origin) {
    byte[] secret = ("the key of " + origin + " in tests").getBytes(StandardCharsets.UTF_8);
    return new TSIG(TSIG.HMAC_SHA256, origin, secret);
  }

  private static SimpleResolver resolver() throws Exception {
    SimpleResolver resolver = new SimpleResolver(AT.host());
    resolver.setPort(AT.port());
    return resolver;
  }

  private static String address(Name origin) throws Exception {
    Name host = Name.fromString("write", origin);
    Message answer = resolver().send(Message.newQuery(Record.newRecord(host, Type.A, DClass.IN)));
    assertThat(answer.getSection(Section.ANSWER)).hasSize(1);
    return answer.getSection(Section.ANSWER).get(0).rdataToString();
  }

  private static int moved(Name origin, TSIG signedWith) throws Exception {
    Name host = Name.fromString("write", origin);
    Update update = new Update(origin);
    update.replace(new ARecord(host, DClass.IN, 5, InetAddress.getByName("127.93.9.9")));
    SimpleResolver resolver = resolver();
    resolver.setTSIGKey(signedWith);
    return resolver.send(update).getRcode();
  }

  @Test
  void aNameIsAnsweredByTheInnermostZone() throws Exception {
    assertThat(address(OUTER)).isEqualTo("127.93.1.1");
    assertThat(address(INNER)).isEqualTo("127.93.2.1");
  }

  @Test
  void aKeyChangesItsOwnZoneAndNoOther() throws Exception {
    assertThat(moved(INNER, key(INNER))).isEqualTo(Rcode.NOERROR);
    assertThat(address(INNER)).isEqualTo("127.93.9.9");
    assertThat(inner.serial()).isEqualTo(2);

    assertThat(moved(OUTER, key(INNER))).isEqualTo(Rcode.NOTAUTH);
    assertThat(address(OUTER)).isEqualTo("127.93.1.1");
    assertThat(outer.serial()).isEqualTo(1);
  }
}
