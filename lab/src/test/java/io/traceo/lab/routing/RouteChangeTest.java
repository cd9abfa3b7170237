package io.traceo.lab.routing;

import static io.traceo.lab.routing.RoutedGroup.EAST;
import static io.traceo.lab.routing.RoutedGroup.GROUP;
import static io.traceo.lab.routing.RoutedGroup.WEST;
import static io.traceo.lab.routing.RoutedGroup.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.place.Endpoint;
import io.traceo.activities.routing.rfc2136.Rfc2136Routing;
import io.traceo.lab.AddressPlan;
import io.traceo.lab.dns.LabNames;
import io.traceo.lab.link.LinkFault;
import io.traceo.workflows.activity.RoutingActivities.Route;
import io.traceo.workflows.activity.RoutingActivities.RouteChange;
import io.traceo.workflows.activity.RoutingActivities.RouteQuery;
import io.traceo.workflows.contract.FailureTypes;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/** Changes of the names at the lab's primary: compare and set, with the epoch. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class RouteChangeTest {
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

  @Test
  void namesAndEpochChangeInOneMessage() throws Exception {
    Route route = routing.route(to(WEST, 2));

    assertThat(route).isEqualTo(new Route(WEST, List.of(WEST), 2, "DONE"));
    group.assertNamesPointTo(WEST, 2, WEST);
    assertThat(group.names.serial()).isEqualTo(2);
    assertThat(routing.readRoute(new RouteQuery(GROUP)))
        .isEqualTo(new Route(WEST, List.of(WEST), 2, "READ"));
  }

  @Test
  void theSameAgainIsThereAlready() throws Exception {
    routing.route(to(WEST, 2));
    assertThat(routing.route(to(WEST, 2)).outcome()).isEqualTo("ALREADY");
    assertThat(group.names.serial()).isEqualTo(2);
  }

  @Test
  void theReadNameMayGrowWithTheSameEpoch() throws Exception {
    routing.route(to(WEST, 2));
    RouteChange both = new RouteChange(GROUP, 2, WEST, List.of(WEST, EAST));
    assertThat(routing.route(both).outcome()).isEqualTo("DONE");
    group.assertNamesPointTo(WEST, 2, WEST, EAST);
    assertThat(routing.route(new RouteChange(GROUP, 2, WEST, List.of(EAST, WEST))).outcome())
        .isEqualTo("ALREADY");
  }

  @Test
  void anOlderRunChangesNothing() throws Exception {
    routing.route(to(WEST, 5));
    group.assertFails(FailureTypes.STALE_EPOCH, () -> routing.route(to(EAST, 4)));
    group.assertFails(FailureTypes.CONFLICT, () -> routing.route(to(EAST, 5)));
    group.assertNamesPointTo(WEST, 5, WEST);
  }

  @Test
  void aSecondMarkCannotHideAHigherEpoch() throws Exception {
    routing.route(to(WEST, 5));
    Update stray = new Update(LabNames.ZONE);
    stray.add(LabNames.mark(3, EAST));
    send(stray);
    for (int i = 0; i < 4; i++) {
      // The server gives them in turns.
      group.assertFails(FailureTypes.STALE_EPOCH, () -> routing.route(to(EAST, 4)));
    }
  }

  @Test
  void namesThatLostTheirAddressesGetThemBack() throws Exception {
    Update empty = new Update(LabNames.ZONE);
    empty.delete(LabNames.WRITE, Type.A);
    empty.delete(LabNames.READ, Type.A);
    empty.delete(LabNames.MARK, Type.TXT);
    send(empty);
    Route found = routing.readRoute(new RouteQuery(GROUP));
    assertThat(found).isEqualTo(new Route(null, List.of(), 0, "READ"));
    assertThat(routing.route(to(EAST, 2)).outcome()).isEqualTo("DONE");
    group.assertNamesPointTo(EAST, 2, EAST);
  }

  private void send(Update update) throws Exception {
    SimpleResolver resolver = group.names.resolver(AddressPlan.CONTROL);
    resolver.setTSIGKey(LabNames.key(LabNames.SECRET));
    Message answer = resolver.send(update);
    assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
  }

  @Test
  void ofTwoAtOnceOneWinsAndTheOtherSeesIt() throws Exception {
    Rfc2136Routing other = group.routing();
    int collisions = 0;
    for (int epoch = 2; epoch < 14; epoch++) {
      RouteChange ours = to(EAST, epoch);
      RouteChange theirs = to(WEST, epoch);
      CyclicBarrier together = new CyclicBarrier(2);
      CompletableFuture<String> first = attempt(routing, ours, together);
      CompletableFuture<String> second = attempt(other, theirs, together);
      assertThat(List.of(first.join(), second.join())).containsOnlyOnce("DONE");
      boolean oursWon = first.join().equals("DONE");
      String loser = oursWon ? second.join() : first.join();
      assertThat(loser).isIn(FailureTypes.NOT_READY, FailureTypes.CONFLICT);
      collisions += loser.equals(FailureTypes.NOT_READY) ? 1 : 0;
      // Looking again, the loser sees whose they are.
      group.assertFails(FailureTypes.CONFLICT, () -> routing.route(oursWon ? theirs : ours));
      String winner = oursWon ? EAST : WEST;
      group.assertNamesPointTo(winner, epoch, winner);
    }
    assertThat(collisions).as("rounds in which both had looked before either wrote").isPositive();
  }

  private static CompletableFuture<String> attempt(
      Rfc2136Routing by, RouteChange change, CyclicBarrier together) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            together.await();
            return by.route(change).outcome();
          } catch (ApplicationFailure e) {
            return e.getType();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  void noNameIsEverWithoutAnAddress() throws Exception {
    group.assertFails(
        FailureTypes.INVALID_REQUEST,
        () -> routing.route(new RouteChange(GROUP, 2, WEST, List.of())));
    group.assertFails(FailureTypes.INVALID_REQUEST, () -> routing.route(to("north", 2)));
    group.assertNamesPointTo(EAST, 1, EAST, WEST);

    CompletableFuture<Void> flips =
        CompletableFuture.runAsync(
            () -> {
              for (int epoch = 2; epoch < 40; epoch++) {
                assertThat(routing.route(to(epoch % 2 == 0 ? WEST : EAST, epoch)).outcome())
                    .isEqualTo("DONE");
              }
            });
    int seen = 0;
    while (!flips.isDone()) {
      assertThat(group.names.data(AddressPlan.CONTROL, LabNames.WRITE, Type.A)).hasSize(1);
      assertThat(group.names.data(AddressPlan.CONTROL, LabNames.READ, Type.A)).isNotEmpty();
      seen++;
    }
    flips.join();
    assertThat(seen).isPositive();
    assertThat(group.names.serial()).isEqualTo(39);
  }

  @Test
  void aServerThatIsAwayIsAskedAgain() throws Exception {
    Endpoint nobody = new Endpoint("127.84.3.20", AddressPlan.DNS_PORT);
    Rfc2136Routing nowhere = group.routing(nobody, "file:" + group.secret, group.servers());
    group.assertFails(FailureTypes.UNREACHABLE, () -> nowhere.route(to(WEST, 2)));
    group.assertFails(FailureTypes.UNREACHABLE, () -> nowhere.readRoute(new RouteQuery(GROUP)));

    Endpoint throughLink =
        group.names.plan.endpoint(EAST, AddressPlan.CONTROL, AddressPlan.DNS_PORT);
    Rfc2136Routing linked = group.routing(throughLink, "file:" + group.secret, group.servers());
    group.names.cutOff(EAST, LinkFault.BLACKHOLE);
    group.assertFails(FailureTypes.UNREACHABLE, () -> linked.route(to(WEST, 2)));
    group.names.cutOff(EAST, LinkFault.NONE);
    assertThat(linked.route(to(WEST, 2)).outcome()).isEqualTo("DONE");
  }

  @Test
  void aGroupNobodyKnowsIsAnInvalidRequest() throws Exception {
    group.assertFails(FailureTypes.INVALID_REQUEST, () -> routing.readRoute(new RouteQuery("eu")));
  }
}
