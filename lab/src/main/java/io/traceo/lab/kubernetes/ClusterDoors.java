package io.traceo.lab.kubernetes;

import io.traceo.activities.place.PlaceConfig.ClusterAccess;
import io.traceo.lab.AddressPlan;
import io.traceo.lab.link.Door;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint of the API server in each region, in the region's own process: whatever takes the
 * region takes its cluster's endpoint too.
 */
public final class ClusterDoors {
  private ClusterDoors() {}

  /**
   * Opens the region's own.
   *
   * @param inside address of the region's servers
   * @param server where the API server really is, as its own region knows it
   */
  public static Door open(String inside, @Nullable ClusterAccess server) throws IOException {
    if (server == null) {
      throw new IllegalArgumentException("a region's configuration names its own cluster");
    }
    URI target = URI.create(server.server());
    return new Door(
        new InetSocketAddress(inside, AddressPlan.KUBERNETES_PORT),
        new InetSocketAddress(target.getHost(), target.getPort()));
  }

  /** Every address that leads to the API server: the server's own, doors, and links to doors. */
  static List<String> addresses(AddressPlan plan) {
    List<String> addresses = new ArrayList<>(List.of(plan.kubernetes().host()));
    List<String> places = new ArrayList<>(plan.places());
    places.add(AddressPlan.CONTROL);
    for (String region : plan.regions()) {
      for (String place : places) {
        addresses.add(plan.address(place, region));
      }
    }
    return addresses;
  }
}
