package io.traceo.lab.routing;

import static io.traceo.lab.AddressPlan.CONTROL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.place.Endpoint;
import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfig.DnsAccess;
import io.traceo.activities.place.PlaceConfig.DnsServer;
import io.traceo.activities.place.PlaceConfig.GroupAccess;
import io.traceo.activities.routing.rfc2136.Rfc2136Routing;
import io.traceo.lab.AddressPlan;
import io.traceo.lab.dns.LabNames;
import io.traceo.workflows.activity.RoutingActivities.RouteChange;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.topology.OnLastCopy;
import io.traceo.workflows.topology.RecoveryTier;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.xbill.DNS.Type;

/** A group whose names are at the lab's name servers, and the activity as control has it. */
final class RoutedGroup implements AutoCloseable {
  static final String GROUP = "na";
  static final String EAST = LabNames.EAST;
  static final String WEST = LabNames.WEST;

  final LabNames names = new LabNames();
  final Path secret;

  RoutedGroup(Path folder) throws IOException {
    secret = Files.writeString(folder.resolve("tsig"), LabNames.SECRET);
  }

  Rfc2136Routing routing() {
    return routing("file:" + secret, servers());
  }

  /** Every name server, as control reaches it. */
  List<DnsServer> servers() {
    List<DnsServer> servers = new ArrayList<>();
    servers.add(new DnsServer("primary", CONTROL, names.server(CONTROL)));
    for (String region : names.plan.regions()) {
      Endpoint at = names.plan.endpoint(CONTROL, region, AddressPlan.DNS_PORT);
      servers.add(new DnsServer("dns of " + region, region, at));
    }
    return servers;
  }

  Rfc2136Routing routing(String keyRef, List<DnsServer> servers) {
    return routing(names.server(CONTROL), keyRef, servers);
  }

  Rfc2136Routing routing(Endpoint primary, String keyRef, List<DnsServer> servers) {
    return new Rfc2136Routing(
        config(primary, keyRef, servers), new Topology(1, List.of(), List.of(group())));
  }

  /** Names and nothing else, as control has them. */
  PlaceConfig config() {
    return config(names.server(CONTROL), "file:" + secret, servers());
  }

  private PlaceConfig config(Endpoint primary, String keyRef, List<DnsServer> servers) {
    DnsAccess dns =
        new DnsAccess(
            "rfc2136",
            primary,
            LabNames.KEY,
            "hmac-sha256",
            keyRef,
            servers,
            Map.of(EAST, names.plan.publicAddress(EAST), WEST, names.plan.publicAddress(WEST)));
    return new PlaceConfig(
        CONTROL, "", "", Map.of(GROUP, new GroupAccess(Map.of(), dns, Map.of())), List.of(), "");
  }

  static ReplicationGroup group() {
    return new ReplicationGroup(
        GROUP,
        EAST,
        List.of(WEST),
        WEST,
        RecoveryTier.HOT,
        OnLastCopy.BLOCK,
        1,
        List.of(),
        LabNames.ZONE.toString(),
        "write.dr.test",
        "read.dr.test",
        null,
        List.of(),
        null,
        null,
        null,
        null);
  }

  /** To this leader alone: the other region's address leaves the read name. */
  static RouteChange to(String leader, long epoch) {
    return new RouteChange(GROUP, epoch, leader, List.of(leader));
  }

  void assertNamesPointTo(String leader, long epoch, String... readers) throws IOException {
    assertThat(names.data(CONTROL, LabNames.WRITE, Type.A))
        .containsExactly(names.plan.publicAddress(leader));
    assertThat(names.data(CONTROL, LabNames.READ, Type.A))
        .containsExactlyInAnyOrderElementsOf(
            List.of(readers).stream().map(names.plan::publicAddress).toList());
    assertThat(names.data(CONTROL, LabNames.MARK, Type.TXT))
        .containsExactly("\"epoch=" + epoch + " leader=" + leader + "\"");
  }

  /** Fails with this type, is final exactly when the type is, tells no secret, changes nothing. */
  ApplicationFailure assertFails(String type, ThrowingCallable step) throws IOException {
    long serial = names.serial();
    Throwable thrown = catchThrowable(step);
    assertThat(thrown).isInstanceOf(ApplicationFailure.class);
    ApplicationFailure failure = (ApplicationFailure) thrown;
    assertThat(failure.getType()).as(failure.getMessage()).isEqualTo(type);
    assertThat(failure.isNonRetryable()).isEqualTo(FailureTypes.FINAL.contains(type));
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      assertThat(String.valueOf(at.getMessage())).doesNotContain(Files.readString(secret));
    }
    assertThat(names.serial()).isEqualTo(serial);
    return failure;
  }

  @Override
  public void close() throws IOException {
    names.close();
  }
}
