package io.traceo.lab.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Datagrams through a link. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class UdpRelayTest {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int SILENCE_MILLIS = 300;

  private OneLink link;
  private DatagramSocket server;
  private DatagramSocket client;

  @BeforeEach
  void open() throws IOException {
    link = new OneLink();
    link.links.openUdp(OneLink.EAST, OneLink.WEST, OneLink.PORT);
    server =
        new DatagramSocket(
            new InetSocketAddress(link.plan.insideAddress(OneLink.WEST), OneLink.PORT));
    client = new DatagramSocket();
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    server.close();
    link.close();
  }

  @Test
  void aQuestionAndItsAnswerPass() throws Exception {
    try (DatagramSocket other = new DatagramSocket()) {
      send(client, "one");
      DatagramPacket one = receive(server, PATIENCE_MILLIS);
      send(other, "two");
      DatagramPacket two = receive(server, PATIENCE_MILLIS);
      assertThat(text(two)).isEqualTo("two");
      assertThat(one.getAddress().getHostAddress()).isEqualTo(link.plan.linkSource());
      reply(two, "to two");
      reply(one, "to one");
      assertThat(text(receive(client, PATIENCE_MILLIS))).isEqualTo("to one");
      assertThat(text(receive(other, PATIENCE_MILLIS))).isEqualTo("to two");
    }
  }

  @Test
  void lostIsLostInAboutThatShare() throws Exception {
    link.forth(new LinkFault(false, false, 0, 0, 30));
    int arrived = 0;
    for (int batch = 0; batch < 50; batch++) {
      for (int i = 0; i < 40; i++) {
        send(client, "counted");
      }
      arrived += countUntilMark("mark " + batch);
    }
    // 2000 of them: 1400 on average, and less than one run in 10^12 is outside.
    assertThat(arrived).isBetween(1_250, 1_550);
  }

  /** How many arrive before a mark, which is sent until one of it arrives. */
  private int countUntilMark(String mark) throws IOException {
    int counted = 0;
    while (true) {
      send(client, mark);
      try {
        while (true) {
          String word = text(receive(server, 50));
          if (word.equals(mark)) {
            return counted;
          }
          counted += word.equals("counted") ? 1 : 0;
        }
      } catch (SocketTimeoutException e) {
        // Lost too: again.
      }
    }
  }

  @Test
  void nothingPassesABlackholeOrACutAndAllAfterIt() throws Exception {
    for (LinkFault fault : new LinkFault[] {LinkFault.BLACKHOLE, LinkFault.CUT}) {
      link.both(fault);
      send(client, "gone");
      assertSilent(server, SILENCE_MILLIS);
      link.both(LinkFault.NONE);
      send(client, "here");
      assertThat(text(receive(server, PATIENCE_MILLIS))).isEqualTo("here");
    }
  }

  @Test
  void aFaultOfTheAnswersLetsQuestionsPass() throws Exception {
    link.back(LinkFault.BLACKHOLE);
    send(client, "question");
    DatagramPacket question = receive(server, PATIENCE_MILLIS);
    reply(question, "unheard");
    assertSilent(client, SILENCE_MILLIS);
    link.back(LinkFault.NONE);
    reply(question, "heard");
    assertThat(text(receive(client, PATIENCE_MILLIS))).isEqualTo("heard");
  }

  @Test
  void whatIsSlowComesLaterAndNotThroughABlackhole() throws Exception {
    link.forth(new LinkFault(false, false, 150, 0, 0));
    long sent = System.nanoTime();
    send(client, "slow");
    receive(server, PATIENCE_MILLIS);
    assertThat((System.nanoTime() - sent) / 1_000_000).isGreaterThanOrEqualTo(150);

    LinkFault slower = new LinkFault(false, false, 1_000, 0, 0);
    while (true) {
      link.forth(slower);
      send(client, "on its way");
      // Goes through the relay's thread, which most likely has taken the datagram by then.
      link.back(LinkFault.NONE);
      link.forth(LinkFault.NONE);
      send(client, "overtakes");
      if (text(receive(server, PATIENCE_MILLIS)).equals("overtakes")) {
        break;
      }
      // It had not: nothing of this try may be left for the next one to hear.
      receive(server, PATIENCE_MILLIS);
    }
    link.forth(LinkFault.BLACKHOLE);
    assertSilent(server, 1_500);
  }

  private void send(DatagramSocket from, String word) throws IOException {
    byte[] bytes = word.getBytes(UTF_8);
    from.send(new DatagramPacket(bytes, bytes.length, link.door()));
  }

  private void reply(DatagramPacket to, String word) throws IOException {
    byte[] bytes = word.getBytes(UTF_8);
    server.send(new DatagramPacket(bytes, bytes.length, to.getSocketAddress()));
  }

  private static DatagramPacket receive(DatagramSocket at, int patience) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[100], 100);
    at.setSoTimeout(patience);
    at.receive(packet);
    return packet;
  }

  private static String text(DatagramPacket packet) {
    return new String(packet.getData(), 0, packet.getLength(), UTF_8);
  }

  private static void assertSilent(DatagramSocket at, int millis) {
    assertThatThrownBy(() -> receive(at, millis)).isInstanceOf(SocketTimeoutException.class);
  }
}
