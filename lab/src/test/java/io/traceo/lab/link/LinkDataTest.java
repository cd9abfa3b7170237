package io.traceo.lab.link;

import static io.traceo.lab.link.OneLink.assertEnds;
import static io.traceo.lab.link.OneLink.assertHears;
import static io.traceo.lab.link.OneLink.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.traceo.lab.link.OneLink.Ends;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** What a healthy link does with bytes. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class LinkDataTest {
  private static final int LARGE = 48 << 20;

  private OneLink link;

  @BeforeEach
  void open() throws IOException {
    link = new OneLink();
  }

  @AfterEach
  void close() throws IOException {
    link.close();
  }

  @Test
  void bytesPassBothWaysAndComeFromTheLinksOwnAddress() throws Exception {
    try (Ends ends = link.connect()) {
      say(ends.client(), "ping");
      assertHears(ends.server(), "ping");
      say(ends.server(), "pong");
      assertHears(ends.client(), "pong");
      assertThat(ends.server().getInetAddress().getHostAddress()).isEqualTo(link.plan.linkSource());
    }
  }

  @Test
  void anEndOfOneDirectionPassesAndTheOtherGoesOn() throws Exception {
    try (Ends ends = link.connect()) {
      say(ends.client(), "question");
      ends.client().shutdownOutput();
      assertHears(ends.server(), "question");
      assertThat(ends.server().getInputStream().read()).isEqualTo(-1);
      say(ends.server(), "answer");
      assertHears(ends.client(), "answer");
      ends.server().close();
      assertThat(ends.client().getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aResetPasses() throws Exception {
    try (Ends ends = link.connect()) {
      ends.server().setSoLinger(true, 0);
      ends.server().close();
      assertThatThrownBy(() -> ends.client().getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
  }

  @Test
  void aServerThatIsNotThereEndsTheConnectionAndTheLinkLives() throws Exception {
    link.server.close();
    for (int i = 0; i < 3; i++) {
      try (Socket client = link.dial(5_000)) {
        assertEnds(client);
      } catch (SocketException e) {
        // The reset was quicker than the client.
      }
    }
    link.serve();
    link.connect().close();
  }

  @Test
  void aReaderThatIsSlowHoldsTheWriterBackAndNothingIsLost() throws Exception {
    try (Ends ends = link.connect()) {
      AtomicLong written = new AtomicLong();
      CompletableFuture<byte[]> sent =
          CompletableFuture.supplyAsync(() -> write(ends.client(), written));
      awaitStandstill(written);
      assertThat(written).as("the link has swallowed everything").hasValueLessThan(LARGE);

      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      DigestInputStream in = new DigestInputStream(ends.server().getInputStream(), digest);
      long received = in.transferTo(java.io.OutputStream.nullOutputStream());

      assertThat(received).isEqualTo(LARGE);
      assertThat(digest.digest()).isEqualTo(sent.get(30, TimeUnit.SECONDS));
    }
  }

  private static byte[] write(Socket to, AtomicLong written) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      DigestOutputStream out = new DigestOutputStream(to.getOutputStream(), digest);
      Random random = new Random(1);
      byte[] block = new byte[64 * 1024];
      while (written.get() < LARGE) {
        random.nextBytes(block);
        out.write(block);
        written.addAndGet(block.length);
      }
      to.shutdownOutput();
      return digest.digest();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Until the writer gets no further for a while, or is through. */
  private static void awaitStandstill(AtomicLong written) throws InterruptedException {
    long before = -1;
    for (int still = 0; still < 10; Thread.sleep(50)) {
      long now = written.get();
      still = now > 0 && now == before ? still + 1 : 0;
      before = now;
    }
  }

  @Test
  void closingFreesEveryPortAndClosingAgainIsHarmless() throws Exception {
    link.links.openUdp(OneLink.EAST, OneLink.WEST, OneLink.PORT);
    try (Ends ends = link.connect()) {
      link.links.close();
      assertEnds(ends.client());
    }
    link.links.close();
    try (ServerSocket tcp = new ServerSocket();
        DatagramSocket udp = new DatagramSocket(link.door())) {
      tcp.setReuseAddress(true);
      tcp.bind(link.door());
      assertThat(udp.isBound()).isTrue();
    }
    assertThatThrownBy(() -> link.forth(LinkFault.CUT)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aTakenPortIsNamed() throws Exception {
    link.links.openUdp(OneLink.EAST, OneLink.WEST, OneLink.PORT);
    String taken = link.door().getHostString() + " port " + OneLink.PORT;
    assertThatThrownBy(() -> link.links.open(OneLink.EAST, OneLink.WEST, OneLink.PORT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(taken);
    assertThatThrownBy(() -> link.links.openUdp(OneLink.EAST, OneLink.WEST, OneLink.PORT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(taken);
  }
}
