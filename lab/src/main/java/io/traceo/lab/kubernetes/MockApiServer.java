package io.traceo.lab.kubernetes;

import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.traceo.activities.place.Endpoint;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** fabric8's server in memory: keeps objects and their versions; no tokens, no controllers. */
final class MockApiServer implements ApiServer {
  private static final Logger LOG = Logger.getLogger(MockWebServer.class.getName());

  private final Endpoint endpoint;
  private final KubernetesMockServer server =
      new KubernetesMockServer(
          new Context(),
          new MockWebServer(),
          new HashMap<>(),
          new KubernetesCrudDispatcher(),
          false);

  MockApiServer(Endpoint endpoint) throws UnknownHostException {
    this.endpoint = endpoint;
    // It says every request; the name alone would let the logger go.
    LOG.setLevel(Level.WARNING);
    server.init(InetAddress.getByName(endpoint.host()), endpoint.port());
  }

  @Override
  public Endpoint endpoint() {
    return endpoint;
  }

  @Override
  public String scheme() {
    return "http";
  }

  @Override
  public @Nullable String caFile() {
    return null;
  }

  @Override
  public boolean real() {
    return false;
  }

  @Override
  public Map<String, Long> pids() {
    return Map.of();
  }

  @Override
  public void close() {
    server.destroy();
  }
}
