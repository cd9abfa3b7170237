package io.traceo.lab;

import io.traceo.activities.place.Endpoint;
import java.util.ArrayList;
import java.util.List;

/**
 * Addresses of the lab. Every place has its own loopback address and the same ports, so that A
 * records are real. Place 0 is control; the regions follow in the order given, then the witnesses.
 *
 * <ul>
 *   <li>{@code 127.N.i.1}: the region's public front door: the link from outside into region i.
 *   <li>{@code 127.N.i.9}: where the region's servers really listen; only links connect there.
 *   <li>{@code 127.N.i.(100+j)}: the link from place j into place i.
 *   <li>{@code 127.N.255.1}: source address of every connection that a link opens.
 *   <li>{@code 127.N.0.1}: control: primary DNS, the lab's own API; no link from outside.
 * </ul>
 *
 * @param net second octet of every address
 * @param regions places with data, in the order of their numbers, from 1
 * @param witnesses places without data, that watch or control; their numbers follow
 */
public record AddressPlan(int net, List<String> regions, List<String> witnesses) {
  /** The place outside all regions. */
  public static final String CONTROL = "control";

  /** Name of the vantage point of clients outside all places. */
  public static final String OUTSIDE = "outside";

  /** Port of PostgreSQL in every region. */
  public static final int POSTGRES_PORT = 15432;

  /** Port of a server that was restored beside the region's member. */
  public static final int SCRATCH_PORT = 15433;

  /** Port of the service endpoint in every region. */
  public static final int SERVICE_PORT = 18080;

  /** Port of DNS in every region and in control. */
  public static final int DNS_PORT = 15353;

  /** Port on which a region reaches Temporal, through its link to control. */
  public static final int TEMPORAL_PORT = 17233;

  /** Port of the Kubernetes endpoint in every region. */
  public static final int KUBERNETES_PORT = 16443;

  /** Port of the lab's own API in control. */
  public static final int LAB_PORT = 18099;

  public AddressPlan {
    regions = List.copyOf(regions);
    witnesses = List.copyOf(witnesses);
  }

  /** Without places that only watch. */
  public AddressPlan(int net, List<String> regions) {
    this(net, regions, List.of());
  }

  /** Every place but control, in the order of their numbers, from 1. */
  public List<String> places() {
    List<String> places = new ArrayList<>(regions);
    places.addAll(witnesses);
    return places;
  }

  /** Where Temporal listens; its services find each other on 127.0.0.1 alone. */
  public Endpoint temporal() {
    return new Endpoint("127.0.0.1", 17_300 + net);
  }

  /** Port of Temporal's Web UI, on 127.0.0.1. */
  public int temporalUiPort() {
    return 18_300 + net;
  }

  /** Where the one Kubernetes API server listens; each region has its own door to it. */
  public Endpoint kubernetes() {
    return new Endpoint("127.0.0.1", 19_300 + net);
  }

  /** Where the API server's store listens. */
  public Endpoint etcd() {
    return new Endpoint("127.0.0.1", 20_300 + net);
  }

  /** Where the store waits for peers that it never has. */
  public Endpoint etcdPeer() {
    return new Endpoint("127.0.0.1", 21_300 + net);
  }

  /** Number of a place: control is 0. */
  public int number(String place) {
    if (place.equals(CONTROL)) {
      return 0;
    }
    int index = places().indexOf(place);
    if (index < 0) {
      throw new IllegalArgumentException(
          "unknown place " + place + "; the lab has " + places() + " and " + CONTROL);
    }
    return index + 1;
  }

  /** What clients outside all regions use; control's own address for control. */
  public String publicAddress(String place) {
    return address(place, 1);
  }

  /** Where the servers of a place listen; reached by links only. */
  public String insideAddress(String place) {
    return number(place) == 0 ? publicAddress(CONTROL) : address(place, 9);
  }

  /** Where {@code from} reaches {@code to}: a link, unless both are the same place. */
  public String address(String from, String to) {
    if (from.equals(to)) {
      return insideAddress(to);
    }
    return from.equals(OUTSIDE) ? publicAddress(to) : address(to, 100 + number(from));
  }

  /** As {@link #address(String, String)} with a port. */
  public Endpoint endpoint(String from, String to, int port) {
    return new Endpoint(address(from, to), port);
  }

  /** Source address of the connections that links open. */
  public String linkSource() {
    return "127." + net + ".255.1";
  }

  private String address(String place, int last) {
    return "127." + net + "." + number(place) + "." + last;
  }
}
