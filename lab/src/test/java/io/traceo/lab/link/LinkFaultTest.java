package io.traceo.lab.link;

import static io.traceo.lab.link.OneLink.assertHears;
import static io.traceo.lab.link.OneLink.assertSilent;
import static io.traceo.lab.link.OneLink.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.traceo.lab.link.OneLink.Ends;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Silence and resets, both ways and one way, and what is left when they are lifted. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class LinkFaultTest {
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
  void aBlackholeSilencesWhatIsThereAndForgetsNothing() throws Exception {
    try (Ends ends = link.connect()) {
      link.both(LinkFault.BLACKHOLE);
      say(ends.client(), "forth");
      say(ends.server(), "back");
      assertSilent(ends.server());
      assertSilent(ends.client());

      link.both(LinkFault.NONE);
      assertHears(ends.server(), "forth");
      assertHears(ends.client(), "back");
    }
  }

  @Test
  void aBlackholeAnswersNoHandshake() throws Exception {
    link.both(LinkFault.BLACKHOLE);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> link.dial(500).close()).isInstanceOf(SocketTimeoutException.class);
    }
    link.both(LinkFault.NONE);
    try (Ends ends = link.connect()) {
      // The first that the server hears of is this client, not what filled the queue.
      say(ends.client(), "me");
      assertHears(ends.server(), "me");
    }
  }

  @Test
  void aBlackholeOfTheAnswersAloneAnswersNoHandshakeEither() throws Exception {
    link.back(LinkFault.BLACKHOLE);
    assertThatThrownBy(() -> link.dial(500).close()).isInstanceOf(SocketTimeoutException.class);
    link.back(LinkFault.NONE);
    link.connect().close();
  }

  @Test
  void aBlackholeOfOneDirectionLetsTheOtherPass() throws Exception {
    try (Ends ends = link.connect()) {
      link.forth(LinkFault.BLACKHOLE);
      say(ends.server(), "news");
      assertHears(ends.client(), "news");
      say(ends.client(), "thanks");
      assertSilent(ends.server());
      link.forth(LinkFault.NONE);
      assertHears(ends.server(), "thanks");
    }
  }

  @Test
  void nobodyHearsThroughABlackholeThatTheOtherSideIsGone() throws Exception {
    try (Ends gone = link.connect();
        Ends closed = link.connect()) {
      link.both(LinkFault.BLACKHOLE);
      gone.server().setSoLinger(true, 0);
      gone.server().close();
      closed.client().close();
      assertSilent(gone.client());
      assertSilent(closed.server());

      link.both(LinkFault.NONE);
      assertThatThrownBy(() -> gone.client().getInputStream().read())
          .isInstanceOf(SocketException.class);
      assertThat(closed.server().getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aResetWaitsUntilTheBlackholeInItsWayIsLifted() throws Exception {
    try (Ends ends = link.connect()) {
      link.back(LinkFault.BLACKHOLE);
      ends.server().setSoLinger(true, 0);
      ends.server().close();
      // The link hears of the reset when it hands these on; the client must not.
      say(ends.client(), "is");
      assertSilent(ends.client());
      say(ends.client(), "anybody there");
      assertSilent(ends.client());

      link.back(LinkFault.NONE);
      assertThatThrownBy(() -> ends.client().getInputStream().read())
          .isInstanceOf(SocketException.class);
    }
  }

  @Test
  void aCutResetsWhatIsThereAndRefusesWhatIsNew() throws Exception {
    try (Ends ends = link.connect()) {
      link.forth(LinkFault.CUT);
      assertThatThrownBy(() -> ends.client().getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
      assertThatThrownBy(() -> ends.server().getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
      assertThatThrownBy(() -> link.dial(5_000).close()).isInstanceOf(ConnectException.class);
    }
    link.forth(LinkFault.NONE);
    link.connect().close();
  }

  @Test
  void aLinkComesBackHoweverOftenItIsCutAndSilenced() throws Exception {
    for (int i = 0; i < 100; i++) {
      link.both(LinkFault.CUT);
      link.both(LinkFault.BLACKHOLE);
      link.both(LinkFault.CUT);
      link.both(LinkFault.NONE);
    }
    try (Ends ends = link.connect()) {
      say(ends.client(), "still");
      assertHears(ends.server(), "still");
    }
  }

  @Test
  void aCutEndsASilentConnectionToo() throws Exception {
    try (Ends ends = link.connect()) {
      link.both(LinkFault.BLACKHOLE);
      assertSilent(ends.client());
      link.both(LinkFault.CUT);
      assertThatThrownBy(() -> ends.client().getInputStream().read())
          .isInstanceOf(SocketException.class);
    }
  }

  @Test
  void whatIsOnItsWayWhenALinkIsCutNeverArrives() throws Exception {
    link.forth(new LinkFault(false, false, 500, 0, 0));
    try (Ends ends = link.connect()) {
      say(ends.client(), "late");
      link.forth(LinkFault.CUT);
      assertThatThrownBy(() -> ends.server().getInputStream().read())
          .isInstanceOf(SocketException.class);
    }
  }

  @Test
  void aRegionsFaultIsAFaultOfAllItsLinks() throws Exception {
    try (Ends ends = link.connect()) {
      link.links.faultRegion(OneLink.WEST, LinkFault.CUT);
      assertThat(link.links.faults())
          .containsOnlyKeys(
              "west>east",
              "east>west",
              "west>control",
              "control>west",
              "west>outside",
              "outside>west");
      assertThatThrownBy(() -> ends.client().getInputStream().read())
          .isInstanceOf(SocketException.class);
      link.links.faultRegion(OneLink.WEST, LinkFault.NONE);
      assertThat(link.links.faults()).isEmpty();
    }
    try (Socket again = link.dial(5_000)) {
      assertThat(again.isConnected()).isTrue();
    }
  }
}
