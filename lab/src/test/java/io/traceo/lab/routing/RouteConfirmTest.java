package io.traceo.lab.routing;

import static io.traceo.lab.routing.RoutedGroup.EAST;
import static io.traceo.lab.routing.RoutedGroup.GROUP;
import static io.traceo.lab.routing.RoutedGroup.WEST;
import static io.traceo.lab.routing.RoutedGroup.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.place.Endpoint;
import io.traceo.activities.place.PlaceConfig.DnsServer;
import io.traceo.activities.routing.rfc2136.Rfc2136Routing;
import io.traceo.lab.Eventually;
import io.traceo.lab.link.LinkFault;
import io.traceo.workflows.activity.RoutingActivities.RouteConfirmation;
import io.traceo.workflows.activity.RoutingActivities.RouteSeen;
import io.traceo.workflows.contract.FailureTypes;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** Whether a change has arrived everywhere but in the failed region. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class RouteConfirmTest {
  @TempDir Path folder;
  private RoutedGroup group;
  private Rfc2136Routing routing;

  @BeforeEach
  void start() throws Exception {
    group = new RoutedGroup(folder);
    routing = group.routing();
  }

  @AfterEach
  void stop() throws Exception {
    group.close();
  }

  private static RouteConfirmation seen(String leader, long epoch, String... except) {
    return new RouteConfirmation(
        GROUP, epoch, leader, to(leader, epoch).readRegions(), List.of(except));
  }

  /** As the workflow does: again while it isn't so yet. */
  private static RouteSeen eventually(Rfc2136Routing routing, RouteConfirmation confirmation)
      throws Exception {
    RouteSeen[] seen = new RouteSeen[1];
    Eventually.within(
        20,
        "confirmed",
        () -> {
          try {
            seen[0] = routing.confirmRoute(confirmation);
            return true;
          } catch (ApplicationFailure e) {
            assertThat(e.getType()).isEqualTo(FailureTypes.NOT_READY);
            return false;
          }
        });
    return seen[0];
  }

  @Test
  void waitsForEveryServer() throws Exception {
    routing.route(to(WEST, 2));
    assertThat(eventually(routing, seen(WEST, 2)).servers())
        .containsExactlyInAnyOrder("primary", "dns of east", "dns of west");
  }

  @Test
  void namesTheServerThatStillHasTheOldOnes() throws Exception {
    eventually(routing, new RouteConfirmation(GROUP, 1, EAST, List.of(EAST, WEST), List.of()));
    // Asked around its links, so that it answers although it can't follow.
    DnsServer west = new DnsServer("dns of west", WEST, group.names.server(WEST));
    Rfc2136Routing around =
        group.routing(
            "file:" + group.secret, List.of(group.servers().get(0), group.servers().get(1), west));
    group.names.cutOff(WEST, LinkFault.CUT);
    around.route(to(WEST, 2));
    eventually(around, seen(WEST, 2, WEST));

    ApplicationFailure failure =
        group.assertFails(FailureTypes.NOT_READY, () -> around.confirmRoute(seen(WEST, 2)));
    assertThat(failure.getOriginalMessage())
        .contains("[dns of west]")
        .doesNotContain("primary")
        .doesNotContain("east");
    group.names.cutOff(WEST, LinkFault.NONE);
    assertThat(eventually(around, seen(WEST, 2)).servers()).hasSize(3);
  }

  @Test
  void neverAsksTheFailedRegionButEveryOther() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (DatagramSocket dead = new DatagramSocket(new InetSocketAddress("127.84.3.30", 15_353))) {
      Thread counter = new Thread(() -> count(dead, asked));
      counter.start();
      List<DnsServer> servers =
          List.of(
              group.servers().get(0),
              new DnsServer("dns of east", EAST, new Endpoint("127.84.3.30", 15_353)),
              group.servers().get(2));
      Rfc2136Routing withDead = group.routing("file:" + group.secret, servers);
      withDead.route(to(WEST, 2));
      assertThat(eventually(withDead, seen(WEST, 2, EAST)).servers())
          .containsExactlyInAnyOrder("primary", "dns of west");
      assertThat(asked).hasValue(0);

      group.assertFails(FailureTypes.NOT_READY, () -> withDead.confirmRoute(seen(WEST, 2)));
      assertThat(asked).as("the counter counts").hasPositiveValue();
    }
  }

  private static void count(DatagramSocket dead, AtomicInteger asked) {
    while (!dead.isClosed()) {
      try {
        dead.receive(new DatagramPacket(new byte[512], 512));
        asked.incrementAndGet();
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  @Test
  void anotherLeaderOrAnOlderEpochIsNotConfirmed() throws Exception {
    routing.route(to(WEST, 2));
    eventually(routing, seen(WEST, 2));
    group.assertFails(FailureTypes.NOT_READY, () -> routing.confirmRoute(seen(EAST, 2)));
    group.assertFails(FailureTypes.NOT_READY, () -> routing.confirmRoute(seen(WEST, 3)));
  }

  @Test
  void theReadNameCountsToo() throws Exception {
    routing.route(to(WEST, 2));
    eventually(routing, seen(WEST, 2));
    RouteConfirmation elsewhere =
        new RouteConfirmation(GROUP, 2, WEST, List.of(WEST, EAST), List.of());
    group.assertFails(FailureTypes.NOT_READY, () -> routing.confirmRoute(elsewhere));
  }

  @Test
  void nobodyLeftToAskConfirmsNothing() throws Exception {
    routing.route(to(WEST, 2));
    Rfc2136Routing alone = group.routing("file:" + group.secret, List.of(group.servers().get(1)));
    ApplicationFailure failure =
        group.assertFails(FailureTypes.NOT_READY, () -> alone.confirmRoute(seen(WEST, 2, EAST)));
    assertThat(failure.getOriginalMessage()).contains("nobody is left");
  }

  @Test
  void aHigherEpochEndsTheRun() throws Exception {
    routing.route(to(WEST, 3));
    group.assertFails(FailureTypes.STALE_EPOCH, () -> routing.confirmRoute(seen(WEST, 2)));
  }
}
