package io.traceo.lab.temporal;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.temporal.internal.testservice.GRPCServerHelper;
import io.temporal.internal.testservice.TestServicesStarter;
import io.traceo.workers.TemporalConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The SDK's in-memory server, on real time: no Web UI, no schedules, no faults of the server
 * itself. Composed of its parts, because its own launcher listens on every address of the machine.
 */
final class InMemoryTemporal implements RunningTemporal {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final TestServicesStarter services = new TestServicesStarter(true, 0);
  private final Server server;
  private final String host;
  private final int port;

  InMemoryTemporal(String host, int port, List<String> namespaces) {
    this.host = host;
    this.port = port;
    NettyServerBuilder builder = NettyServerBuilder.forAddress(new InetSocketAddress(host, port));
    GRPCServerHelper.registerServicesAndHealthChecks(services.getServices(), builder);
    try {
      server = builder.build().start();
    } catch (IOException e) {
      services.close();
      throw Ports.inUse(host, port, e);
    }
    // It takes any namespace as it comes.
    registerSearchAttributes(namespace());
    namespaces.forEach(this::registerSearchAttributes);
  }

  private void registerSearchAttributes(String namespace) {
    try (TemporalConnection connection =
        TemporalConnection.open(address(), namespace, "lab", PATIENCE)) {
      connection.registerSearchAttributes();
    }
  }

  @Override
  public String address() {
    return host + ":" + port;
  }

  @Override
  public String namespace() {
    return "default";
  }

  @Override
  public @Nullable String ui() {
    return null;
  }

  @Override
  public String kind() {
    return "Temporal: in-memory server of the SDK (no Web UI, no schedules, no server faults)";
  }

  @Override
  public @Nullable Long pid() {
    return null;
  }

  @Override
  public void kill() {
    throw new UnsupportedServerFaultException();
  }

  @Override
  public void restart() {
    throw new UnsupportedServerFaultException();
  }

  @Override
  public void close() {
    server.shutdownNow();
    services.close();
  }

  /** The in-memory server dies with the lab only. */
  static final class UnsupportedServerFaultException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    UnsupportedServerFaultException() {
      super("the in-memory server can't be killed or restarted; get a real one: lab/counterparts");
    }
  }
}
