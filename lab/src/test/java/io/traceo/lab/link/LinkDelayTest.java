package io.traceo.lab.link;

import static io.traceo.lab.link.OneLink.assertHears;
import static io.traceo.lab.link.OneLink.say;
import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.lab.link.OneLink.Ends;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * Slow, uneven and lossy links. Only what comes too early is wrong: the machine may be slow too.
 */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class LinkDelayTest {
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
  void whatIsSlowComesLaterBothWays() throws Exception {
    link.both(new LinkFault(false, false, 120, 0, 0));
    try (Ends ends = link.connect()) {
      long sent = System.nanoTime();
      say(ends.client(), "ping");
      assertHears(ends.server(), "ping");
      assertThat(millisSince(sent)).isGreaterThanOrEqualTo(120);
      say(ends.server(), "pong");
      assertHears(ends.client(), "pong");
      assertThat(millisSince(sent)).isGreaterThanOrEqualTo(240);
    }
  }

  @Test
  void theOtherWayStaysAsItWas() throws Exception {
    link.forth(new LinkFault(false, false, 3_000, 0, 0));
    try (Ends ends = link.connect()) {
      say(ends.client(), "slow");
      say(ends.server(), "quick");
      assertHears(ends.client(), "quick");
      assertThat(ends.server().getInputStream().available()).isZero();
      assertHears(ends.server(), "slow");
    }
  }

  @Test
  void anEndIsAsSlowAsTheBytesBeforeIt() throws Exception {
    link.both(new LinkFault(false, false, 150, 0, 0));
    try (Ends ends = link.connect()) {
      long ended = System.nanoTime();
      ends.client().shutdownOutput();
      assertThat(ends.server().getInputStream().read()).isEqualTo(-1);
      assertThat(millisSince(ended)).isGreaterThanOrEqualTo(150);
    }
  }

  @Test
  void anEndThatTheBlackholeHeldBackArrivesAfterIt() throws Exception {
    link.forth(new LinkFault(false, false, 150, 0, 0));
    try (Ends ends = link.connect()) {
      say(ends.client(), "last words");
      ends.client().shutdownOutput();
      link.both(LinkFault.BLACKHOLE);
      OneLink.assertSilent(ends.server());
      link.both(LinkFault.NONE);
      assertHears(ends.server(), "last words");
      assertThat(ends.server().getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void jitterKeepsTheOrder() throws Exception {
    link.forth(new LinkFault(false, false, 1, 40, 0));
    try (Ends ends = link.connect()) {
      assertNumbersArriveInOrder(ends, 300);
    }
  }

  @Test
  void lostSegmentsComeLaterAndInOrder() throws Exception {
    link.forth(new LinkFault(false, false, 0, 0, 30));
    try (Ends ends = link.connect()) {
      assertNumbersArriveInOrder(ends, 300);
      link.forth(new LinkFault(false, false, 0, 0, 100));
      long sent = System.nanoTime();
      say(ends.client(), "lost once");
      assertHears(ends.server(), "lost once");
      assertThat(millisSince(sent)).isGreaterThanOrEqualTo(250);
    }
  }

  private static void assertNumbersArriveInOrder(Ends ends, int many) throws Exception {
    DataOutputStream out = new DataOutputStream(ends.client().getOutputStream());
    for (int i = 0; i < many; i++) {
      out.writeInt(i);
      if (i % 10 == 0) {
        // A pause, so that the numbers don't travel as one chunk.
        Thread.sleep(1);
      }
    }
    DataInputStream in = new DataInputStream(ends.server().getInputStream());
    for (int i = 0; i < many; i++) {
      assertThat(in.readInt()).isEqualTo(i);
    }
  }

  private static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }
}
