package io.traceo.activities.place;

/**
 * Where something listens, as seen from one place.
 *
 * @param host address or name
 * @param port TCP (and for DNS also UDP) port
 */
public record Endpoint(String host, int port) {
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
