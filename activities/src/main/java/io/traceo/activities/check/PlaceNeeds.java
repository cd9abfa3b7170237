package io.traceo.activities.check;

import io.traceo.activities.place.Endpoint;
import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfig.DatabaseMember;
import io.traceo.activities.place.PlaceConfig.DnsAccess;
import io.traceo.activities.place.PlaceConfig.DnsServer;
import io.traceo.activities.place.PlaceConfig.GroupAccess;
import io.traceo.activities.place.SecretRef;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a place's configuration adds: which addresses and secrets a failover uses. Something stands
 * in the region that is gone when it has the host of something there.
 */
record PlaceNeeds(PlaceConfig config, GroupAccess access, @Nullable String temporal, Needs needs) {

  void check() {
    needs.elsewhere(
        !config.place().equals(needs.gone()),
        "place",
        config.place() + " runs it and keeps reports in " + config.reports(),
        "/leader",
        "this configuration is that region's own; check with that of the control place");
    Set<String> hosts = hosts();
    if (temporal != null) {
      String host = temporal.replaceFirst(":[0-9]+$", "");
      needs.elsewhere(
          !hosts.contains(host),
          "Temporal",
          temporal,
          "/leader",
          "Temporal is at " + temporal + ", an address of that region; move it out");
    }
    List<String> left =
        needs.group().members().stream().filter(m -> !m.equals(needs.gone())).toList();
    ways(left, hosts);
    names(left, hosts);
  }

  /** Hosts by which this place reaches the region. */
  private Set<String> hosts() {
    Set<String> hosts = new TreeSet<>();
    DatabaseMember database = access.databases().get(needs.gone());
    if (database != null) {
      hosts.add(database.endpoint().host());
    }
    hosts.addAll(serviceHosts(needs.gone()));
    DnsAccess dns = access.routing();
    if (dns != null) {
      dns.servers().stream()
          .filter(s -> s.place().equals(needs.gone()))
          .forEach(s -> hosts.add(s.endpoint().host()));
      Stream.ofNullable(dns.addresses().get(needs.gone())).forEach(hosts::add);
    }
    return hosts;
  }

  private List<String> serviceHosts(String region) {
    return Stream.ofNullable(access.services().get(region))
        .map(url -> URI.create(url).getHost())
        .filter(Objects::nonNull)
        .toList();
  }

  private void ways(List<String> left, Set<String> hosts) {
    List<String> missing = new ArrayList<>();
    for (String region : left) {
      DatabaseMember database = access.databases().get(region);
      if (database == null) {
        missing.add("no way to the database in " + region);
        continue;
      }
      if (hosts.contains(database.endpoint().host())) {
        missing.add(region + " is reached through " + database.endpoint().host());
      }
      secret(database.passwordRef(), "operator in " + region, missing);
      secret(database.observerPasswordRef(), "observer in " + region, missing);
      for (String other : left) {
        Endpoint peer = database.peers().get(other);
        if (!other.equals(region) && (peer == null || hosts.contains(peer.host()))) {
          missing.add(region + " could not stream from " + other);
        }
      }
      serviceHosts(region).stream()
          .filter(hosts::contains)
          .forEach(host -> missing.add("the service of " + region + " is reached through " + host));
    }
    needs.elsewhere(
        missing.isEmpty(),
        "ways and secrets",
        "databases of "
            + String.join(", ", left)
            + ", their ways to each other, references that this place resolves itself",
        "/followers",
        String.join("; ", missing) + "; correct the configuration of place " + config.place());
  }

  private static void secret(String reference, String whose, List<String> missing) {
    try {
      SecretRef.resolve(reference);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      missing.add("the secret of the " + whose + " can't be used: " + e.getMessage());
    }
  }

  private void names(List<String> left, Set<String> hosts) {
    DnsAccess dns = access.routing();
    if (dns == null) {
      needs.needed("/zone", "place " + config.place() + " knows no name server");
      return;
    }
    List<String> missing = new ArrayList<>();
    String primary =
        dns.servers().stream()
            .filter(s -> s.endpoint().equals(dns.primary()))
            .map(DnsServer::place)
            .findFirst()
            .orElse("");
    if (primary.equals(needs.gone()) || hosts.contains(dns.primary().host())) {
      missing.add("the primary name server " + dns.primary() + " stands there");
    }
    List<String> others =
        dns.servers().stream()
            .filter(s -> !s.place().equals(needs.gone()))
            .map(DnsServer::name)
            .toList();
    if (others.isEmpty()) {
      missing.add("every name server stands there");
    }
    for (String region : left) {
      String address = dns.addresses().get(region);
      if (address == null || hosts.contains(address)) {
        missing.add("the front door of " + region + " is unknown, or the same");
      }
    }
    secret(dns.tsigKeyRef(), "key " + dns.tsigKeyName(), missing);
    needs.elsewhere(
        missing.isEmpty(),
        "name servers",
        "primary " + dns.primary() + ", seen at " + String.join(", ", others),
        "/dns",
        String.join("; ", missing) + "; correct the configuration of place " + config.place());
  }
}
