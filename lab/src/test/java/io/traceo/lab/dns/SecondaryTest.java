package io.traceo.lab.dns;

import static io.traceo.lab.AddressPlan.CONTROL;
import static io.traceo.lab.dns.LabNames.EAST;
import static io.traceo.lab.dns.LabNames.WEST;
import static io.traceo.lab.dns.LabNames.WRITE;
import static io.traceo.lab.dns.LabNames.ZONE;
import static io.traceo.lab.dns.LabNames.a;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.traceo.activities.place.Endpoint;
import io.traceo.lab.Eventually;
import io.traceo.lab.link.LinkFault;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;
import org.xbill.DNS.ZoneTransferException;
import org.xbill.DNS.ZoneTransferIn;

/** A region's name server and its primary behind a link. */
@Timeout(value = 90, threadMode = ThreadMode.SEPARATE_THREAD)
class SecondaryTest {
  private LabNames names;
  private String east;
  private String west;

  @BeforeEach
  void start() throws IOException {
    names = new LabNames();
    east = names.plan.publicAddress(EAST);
    west = names.plan.publicAddress(WEST);
  }

  @AfterEach
  void stop() throws IOException {
    names.close();
  }

  private void point(String to) throws IOException {
    Update update = new Update(ZONE);
    update.delete(WRITE, Type.A);
    update.add(a(WRITE, to));
    SimpleResolver resolver = names.resolver(CONTROL);
    resolver.setTSIGKey(LabNames.key(LabNames.SECRET));
    assertThat(resolver.send(update).getRcode()).isEqualTo(Rcode.NOERROR);
  }

  private void awaitAt(String place, String address) throws Exception {
    Eventually.within(
        20,
        place + " answers with " + address,
        () -> names.data(place, WRITE, Type.A).equals(List.of(address)));
  }

  private static Message notification() {
    Message notify = new Message();
    notify.getHeader().setOpcode(Opcode.NOTIFY);
    notify.addRecord(Record.newRecord(ZONE, Type.SOA, DClass.IN), Section.QUESTION);
    return notify;
  }

  @Test
  void followsEveryChange() throws Exception {
    awaitAt(EAST, east);
    for (int i = 0; i < 5; i++) {
      point(west);
      awaitAt(EAST, west);
      awaitAt(WEST, west);
      point(east);
      awaitAt(EAST, east);
    }
  }

  @Test
  void aNotificationIsAnsweredAndFollowedAtOnce() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    InetAddress host = InetAddress.getByName("127.84.3.1");
    Endpoint at = new Endpoint("127.84.3.9", 15_353);
    try (ServerSocket primary = new ServerSocket(15_353, 50, host)) {
      Thread counter = new Thread(() -> count(primary, asked));
      counter.start();
      try (LabDnsSecondary follower =
          new LabDnsSecondary(at, ZONE, new Endpoint(host.getHostAddress(), 15_353))) {
        assertThat(follower).isNotNull();
        SimpleResolver resolver = new SimpleResolver(at.host());
        resolver.setPort(at.port());
        resolver.setTimeout(Duration.ofSeconds(5));
        for (int i = 0; i < 60; i++) {
          assertThat(resolver.send(notification()).getRcode()).isEqualTo(Rcode.NOERROR);
        }
        // Asking twice a second alone would take 30 s.
        Eventually.within(20, "the primary is asked again and again", () -> asked.get() >= 60);
      }
    }
  }

  private static void count(ServerSocket primary, AtomicInteger asked) {
    while (!primary.isClosed()) {
      try {
        primary.accept().close();
        asked.incrementAndGet();
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  @Test
  void goesOnWithoutThePrimaryAndFollowsItWhenItIsBack() throws Exception {
    point(west);
    awaitAt(EAST, west);
    names.primary().close();
    try (DatagramSocket silent =
        new DatagramSocket(
            new InetSocketAddress(names.server(CONTROL).host(), names.server(CONTROL).port()))) {
      silent.setSoTimeout(20_000);
      // Asked a fifth time by two secondaries, at least one has given up twice.
      for (int i = 0; i < 5; i++) {
        silent.receive(new DatagramPacket(new byte[512], 512));
        assertThat(names.ask(EAST, WRITE, Type.A, i % 2 == 0).getSection(Section.ANSWER))
            .extracting(Record::rdataToString)
            .containsExactly(west);
      }
    }
    names.startPrimary(100);
    awaitAt(EAST, east);
  }

  @Test
  void aSilentPrimaryHoldsUpNoAnswer() throws Exception {
    awaitAt(EAST, east);
    names.cutOff(EAST, LinkFault.BLACKHOLE);
    point(west);
    // Each of these makes it ask the primary, which takes 800 ms to be given up.
    for (int i = 0; i < 20; i++) {
      var unused = names.resolver(EAST).sendAsync(notification());
    }
    for (int i = 0; i < 20; i++) {
      assertThat(names.data(EAST, WRITE, Type.A)).containsExactly(east);
    }
    names.cutOff(EAST, LinkFault.NONE);
    awaitAt(EAST, west);
  }

  @Test
  void withoutAZoneItSaysSo() throws Exception {
    Endpoint at = new Endpoint("127.84.3.10", 15_353);
    try (LabDnsSecondary empty =
        new LabDnsSecondary(at, ZONE, new Endpoint("127.84.3.11", 15_353))) {
      assertThat(empty).isNotNull();
      SimpleResolver resolver = new SimpleResolver(at.host());
      resolver.setPort(at.port());
      Message query = Message.newQuery(Record.newRecord(WRITE, Type.A, DClass.IN));
      assertThat(resolver.send(query).getRcode()).isEqualTo(Rcode.SERVFAIL);
    }
  }

  @Test
  void takesNoUpdatesAndGivesNoTransfers() throws Exception {
    awaitAt(EAST, east);
    Update update = new Update(ZONE);
    update.add(a(WRITE, west));
    SimpleResolver resolver = names.resolver(EAST);
    resolver.setTSIGKey(LabNames.key(LabNames.SECRET));
    assertThat(resolver.send(update).getRcode()).isEqualTo(Rcode.NOTIMP);
    assertThat(names.data(EAST, WRITE, Type.A)).containsExactly(east);
    ZoneTransferIn transfer =
        ZoneTransferIn.newAXFR(
            ZONE,
            new InetSocketAddress(names.server(EAST).host(), names.server(EAST).port()),
            null);
    assertThatThrownBy(transfer::run)
        .isInstanceOf(ZoneTransferException.class)
        .hasMessageContaining("REFUSED");
  }
}
