package io.traceo.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.traceo.activities.topology.Configuration;
import io.traceo.activities.topology.RoundTrips;
import io.traceo.lab.ledger.ClientKind;
import io.traceo.lab.link.LinkFault;
import io.traceo.lab.link.LinkNetwork;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which groups a lab can run, and which places, addresses and links they need. */
class LabGroupsTest {
  private static final Path RUNBOOKS = Path.of("..", "runbooks");
  private static final Topology TOPOLOGY =
      Configuration.load(RUNBOOKS.resolve("topology.yaml"), RUNBOOKS).topology();

  private static LabGroups of(String... ids) {
    return LabGroups.of(TOPOLOGY, List.of(ids));
  }

  @Test
  void twoGroupsHaveAllTheirPlacesAndNoAddressTwice() {
    AddressPlan plan = of("china", "india").plan(94);

    assertThat(plan.regions())
        .containsExactly("cn-north-1", "cn-north-3", "ap-south-1", "ap-south-2");
    assertThat(plan.witnesses())
        .containsExactly("cn-witness-1", "cn-witness-2", "cn-control", "in-witness");
    List<String> addresses = new ArrayList<>();
    List<String> places = new ArrayList<>(plan.places());
    places.add(AddressPlan.CONTROL);
    for (String to : places) {
      for (String from : places) {
        addresses.add(plan.address(from, to));
      }
      if (!to.equals(AddressPlan.CONTROL)) {
        addresses.add(plan.publicAddress(to));
      }
    }
    assertThat(new HashSet<>(addresses)).hasSameSizeAs(addresses);
    assertThat(plan.insideAddress("cn-control")).isEqualTo("127.94.7.9");
  }

  @Test
  void everyPlaceKnowsItsOwnGroupsOnly() {
    LabGroups groups = of("eu", "china");
    assertThat(ids(groups.of("eu-west-1"))).containsExactly("eu");
    assertThat(ids(groups.of("control"))).containsExactly("eu");
    assertThat(ids(groups.of("cn-control"))).containsExactly("china");
    assertThat(ids(groups.of("cn-witness-1"))).containsExactly("china");
    assertThat(ids(of("eu", "na").of("control"))).containsExactly("eu", "na");
  }

  @Test
  void anIsolatedGroupHasItsOwnNamespaceControlAndNames() {
    LabGroups groups = of("china", "na");
    assertThat(groups.controls()).containsExactly("cn-control", "control");
    assertThat(groups.primaries()).containsExactly("cn-control", "control");
    assertThat(groups.isolatedNamespaces()).containsExactly("traceo-china");
    assertThat(groups.namespaceOf("cn-north-3", "default")).isEqualTo("traceo-china");
    assertThat(groups.namespaceOf("us-west-1", "default")).isEqualTo("default");
    assertThat(of("china").controls()).containsExactly("cn-control");
  }

  @Test
  void whatCannotBeRunIsRefusedWithTheReason() {
    refused("two different ones at once", "na", "eu", "sa");
    refused("two different ones at once", "na", "na");
    refused("two different ones at once");
    refused("unknown group mars; known groups: [na, eu, china", "mars");
  }

  @Test
  void groupsThatShareARegionAreRefused() {
    ReplicationGroup na = TOPOLOGY.group("na").orElseThrow();
    Topology twice =
        new Topology(
            1,
            List.of(),
            List.of(
                na,
                new ReplicationGroup(
                    "na-2",
                    "us-west-1",
                    List.of("us-west-2"),
                    "us-west-2",
                    na.tier(),
                    na.onLastCopy(),
                    1,
                    na.dataClasses(),
                    na.zone(),
                    "w.",
                    "r.",
                    null,
                    na.observers(),
                    null,
                    null,
                    null,
                    null)));
    assertThatThrownBy(() -> LabGroups.of(twice, List.of("na", "na-2")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("share us-west-1");
  }

  private static void refused(String because, String... ids) {
    assertThatThrownBy(() -> of(ids))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(because);
  }

  @Test
  void linksAreAsSlowAsRealOnesAndAFaultComesOnTop() {
    LabGroups groups = of("na");
    AddressPlan plan = groups.plan(94);
    try (LinkNetwork links = new LinkNetwork(plan)) {
      LinkFaults faults = new LinkFaults(links, plan, Distance.of(RoundTrips.of(TOPOLOGY)));
      assertThat(links.fault("us-east-1", "us-west-2").delayMs()).isEqualTo(43);
      assertThat(links.fault("us-west-2", "us-east-1").delayMs()).isEqualTo(43);
      assertThat(links.fault("control", "us-east-1")).isEqualTo(LinkFault.NONE);

      faults.set(List.of(new FaultOrder("a", "us-east-1", "slow=100", null, 0)));
      assertThat(links.fault("us-east-1", "us-west-2").delayMs()).isEqualTo(143);
      assertThat(links.fault("control", "us-east-1").delayMs()).isEqualTo(100);
      faults.set(List.of());
      assertThat(links.fault("us-east-1", "us-west-2").delayMs()).isEqualTo(43);
    }
  }

  @Test
  void aLedgerHasMoreClientsWhereEachWaitsLonger() {
    assertThat(of("na").longestRoundTrip(TOPOLOGY.group("na").orElseThrow()))
        .isEqualTo(Duration.ofNanos(87_800_000));
    assertThat(Load.forRoundTrip(Duration.ofMillis(20)).of(ClientKind.STRICT_TTL)).isEqualTo(3);
    assertThat(Load.forRoundTrip(Duration.ofMillis(88)).of(ClientKind.STRICT_TTL)).isEqualTo(12);
  }

  private static List<String> ids(List<ReplicationGroup> groups) {
    return groups.stream().map(ReplicationGroup::id).toList();
  }
}
