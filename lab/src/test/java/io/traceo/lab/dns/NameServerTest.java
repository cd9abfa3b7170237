package io.traceo.lab.dns;

import static io.traceo.lab.AddressPlan.CONTROL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import org.xbill.DNS.ZoneTransferIn;

/** How the primary answers questions, and what isn't one. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class NameServerTest {
  private LabNames names;

  @BeforeEach
  void start() throws IOException {
    names = new LabNames();
  }

  @AfterEach
  void stop() throws IOException {
    names.close();
  }

  @Test
  void answersWithAuthorityOverUdpAndTcp() throws Exception {
    for (boolean tcp : new boolean[] {false, true}) {
      Message answer = names.ask(CONTROL, LabNames.READ, Type.A, tcp);
      assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
      assertThat(answer.getHeader().getFlag(Flags.AA)).isTrue();
      assertThat(answer.getSection(Section.ANSWER))
          .extracting(Record::rdataToString)
          .containsExactlyInAnyOrder(
              names.plan.publicAddress(LabNames.EAST), names.plan.publicAddress(LabNames.WEST));
    }
  }

  @Test
  void tellsAnUnknownNameFromAKnownOneWithoutSuchData() throws Exception {
    Message unknown = names.ask(CONTROL, name("nobody.dr.test."), Type.A);
    assertThat(unknown.getRcode()).isEqualTo(Rcode.NXDOMAIN);
    Message noData = names.ask(CONTROL, LabNames.WRITE, Type.AAAA);
    assertThat(noData.getRcode()).isEqualTo(Rcode.NOERROR);
    for (Message none : List.of(unknown, noData)) {
      assertThat(none.getSection(Section.ANSWER)).isEmpty();
      assertThat(none.getSection(Section.AUTHORITY))
          .extracting(Record::getType)
          .containsExactly(Type.SOA);
    }
  }

  @Test
  void refusesOtherPeoplesNames() throws Exception {
    assertThat(names.ask(CONTROL, name("example.org."), Type.A).getRcode())
        .isEqualTo(Rcode.REFUSED);
  }

  @Test
  void anAnswerThatDoesNotFitIsCutOverUdpAndWholeOverTcp() throws Exception {
    Name many = name("many.dr.test.");
    names.primary().close();
    names.startPrimary(2, IntStream.range(1, 101).mapToObj(i -> a(many, i)).toArray(Record[]::new));
    SimpleResolver resolver = names.resolver(CONTROL);
    resolver.setEDNS(-1);
    resolver.setIgnoreTruncation(true);
    Message query = Message.newQuery(Record.newRecord(many, Type.A, DClass.IN));
    Message cut = resolver.send(query);
    assertThat(cut.getHeader().getFlag(Flags.TC)).isTrue();
    assertThat(cut.numBytes()).isLessThanOrEqualTo(512);
    assertThat(names.ask(CONTROL, many, Type.A).getSection(Section.ANSWER)).hasSize(100);
  }

  @Test
  void givesTheWholeZoneOverTcpAlone() throws Exception {
    ZoneTransferIn transfer =
        ZoneTransferIn.newAXFR(
            LabNames.ZONE,
            new InetSocketAddress(names.server(CONTROL).host(), names.server(CONTROL).port()),
            null);
    transfer.run();
    List<Record> zone = transfer.getAXFR();
    assertThat(zone.get(0).getType()).isEqualTo(Type.SOA);
    assertThat(zone.get(zone.size() - 1)).isEqualTo(zone.get(0));
    assertThat(zone).contains(LabNames.mark(1, LabNames.EAST)).hasSize(8);
    for (int type : new int[] {Type.AXFR, Type.IXFR}) {
      assertThat(overUdp(type).getRcode()).isEqualTo(Rcode.REFUSED);
    }
  }

  /** The library itself would ask for a transfer over TCP. */
  private Message overUdp(int type) throws IOException {
    byte[] query = Message.newQuery(Record.newRecord(LabNames.ZONE, type, DClass.IN)).toWire();
    try (DatagramSocket socket = socket()) {
      socket.send(new DatagramPacket(query, query.length));
      DatagramPacket answer = new DatagramPacket(new byte[4096], 4096);
      socket.receive(answer);
      return new Message(java.util.Arrays.copyOf(answer.getData(), answer.getLength()));
    }
  }

  private DatagramSocket socket() throws IOException {
    DatagramSocket socket = new DatagramSocket();
    socket.connect(
        new InetSocketAddress(names.server(CONTROL).host(), names.server(CONTROL).port()));
    socket.setSoTimeout(5_000);
    return socket;
  }

  @Test
  void rubbishDoesNoHarm() throws Exception {
    Random random = new Random(7);
    try (DatagramSocket socket = socket()) {
      for (int i = 0; i < 300; i++) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        socket.send(new DatagramPacket(bytes, bytes.length));
      }
    }
    for (int i = 0; i < 20; i++) {
      byte[] bytes = new byte[50];
      random.nextBytes(bytes);
      try (Socket socket = new Socket(names.server(CONTROL).host(), names.server(CONTROL).port())) {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        // Too long a length, a wrong one, and an early end.
        out.writeShort(i % 2 == 0 ? bytes.length : 60_000);
        out.write(bytes);
      }
    }
    answersWithAuthorityOverUdpAndTcp();
  }

  @Test
  void anAnswerIsNotAnswered() throws Exception {
    Message answer = Message.newQuery(Record.newRecord(LabNames.WRITE, Type.A, DClass.IN));
    answer.getHeader().setFlag(Flags.QR);
    try (DatagramSocket socket = socket()) {
      socket.setSoTimeout(300);
      byte[] bytes = answer.toWire();
      socket.send(new DatagramPacket(bytes, bytes.length));
      assertThatThrownBy(() -> socket.receive(new DatagramPacket(new byte[512], 512)))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void aStoppedServerLeavesNoGhost() throws Exception {
    try (Socket connected =
        new Socket(names.server(CONTROL).host(), names.server(CONTROL).port())) {
      connected.setSoTimeout(5_000);
      byte[] query = Message.newQuery(Record.newRecord(LabNames.WRITE, Type.A, DClass.IN)).toWire();
      DataOutputStream out = new DataOutputStream(connected.getOutputStream());
      out.writeShort(query.length);
      out.write(query);
      assertThat(connected.getInputStream().read()).isNotEqualTo(-1);
      names.primary().close();
      // What was answered before, and then the end.
      assertThat(connected.getInputStream().readAllBytes().length).isLessThan(512);
    }
    names.startPrimary(2);
    answersWithAuthorityOverUdpAndTcp();
  }

  @Test
  void aStoppedServersPortIsFreeAtOnce() throws Exception {
    for (int serial = 2; serial < 300; serial++) {
      names.primary().close();
      names.startPrimary(serial);
    }
    answersWithAuthorityOverUdpAndTcp();
  }

  private static Record a(Name name, int number) {
    try {
      return LabNames.a(name, "127.84.200." + number);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Name name(String text) {
    return Name.fromConstantString(text);
  }
}
