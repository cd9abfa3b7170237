package io.traceo.activities.routing.rfc2136;

import io.traceo.activities.Failures;
import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfig.DnsAccess;
import io.traceo.activities.place.PlaceConfig.GroupAccess;
import io.traceo.activities.place.SecretRef;
import io.traceo.workflows.activity.RoutingActivities;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.Topology;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.xbill.DNS.Name;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TextParseException;

/**
 * Names that change by TSIG-signed dynamic updates (RFC 2136). Write name, read name and epoch
 * change in one message whose prerequisites are the old values: a compare-and-set.
 */
public final class Rfc2136Routing implements RoutingActivities {
  private static final Duration ASK = Duration.ofMillis(400);
  private static final Duration UPDATE = Duration.ofMillis(800);

  private final PlaceConfig config;
  private final Topology topology;
  private final Map<String, GroupNames> groups = new ConcurrentHashMap<>();

  /** Routing as the configured place can do it. */
  public Rfc2136Routing(PlaceConfig config, Topology topology) {
    this.config = config;
    this.topology = topology;
  }

  @Override
  public Route readRoute(RouteQuery query) {
    return names(query.group()).read("READ");
  }

  @Override
  public Route route(RouteChange change) {
    if (change.readRegions().isEmpty()) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST, "no routing change may leave a name without an address");
    }
    // The key is read for each change, so that a new one counts at once.
    return names(change.group()).change(change, writer(access(change.group()).routing()));
  }

  @Override
  public RouteSeen confirmRoute(RouteConfirmation confirmation) {
    return new RouteWitness(names(confirmation.group()), access(confirmation.group()).routing())
        .await(confirmation);
  }

  private GroupNames names(String group) {
    return groups.computeIfAbsent(group, this::open);
  }

  private GroupNames open(String groupId) {
    DnsAccess dns = access(groupId).routing();
    ReplicationGroup group =
        topology
            .group(groupId)
            .orElseThrow(
                () -> Failures.of(FailureTypes.INVALID_REQUEST, "unknown group " + groupId));
    try {
      return new GroupNames(
          Name.fromString(absolute(group.zone())),
          Name.fromString(absolute(group.writeName())),
          Name.fromString(absolute(group.readName())),
          group.ttl().toSeconds(),
          dns.addresses(),
          new ZoneClient(dns.primary(), ASK, null));
    } catch (TextParseException e) {
      throw Failures.of(FailureTypes.INVALID_REQUEST, "not a name: " + e.getMessage(), e);
    }
  }

  static ZoneClient writer(DnsAccess dns) {
    TSIG key;
    try {
      key =
          new TSIG(
              Name.fromConstantString(absolute(dns.tsigAlgorithm())),
              Name.fromConstantString(absolute(dns.tsigKeyName())),
              Base64.getDecoder().decode(SecretRef.resolve(dns.tsigKeyRef())));
    } catch (IllegalArgumentException | UncheckedIOException e) {
      // Without the cause: it may quote the secret, or what was taken for a reference to it.
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          "the key "
              + dns.tsigKeyName()
              + " can't be used: its reference must be file: or env:, with a base64 secret behind"
              + " it, and "
              + dns.tsigAlgorithm()
              + " a TSIG algorithm");
    }
    return new ZoneClient(dns.primary(), UPDATE, key);
  }

  private GroupAccess access(String group) {
    GroupAccess access = config.groups().get(group);
    if (access == null || access.routing() == null) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          "place " + config.place() + " knows no names of group " + group);
    }
    return access;
  }

  static String absolute(String name) {
    return name.endsWith(".") ? name : name + ".";
  }
}
