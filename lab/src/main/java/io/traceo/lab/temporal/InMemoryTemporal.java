package io.traceo.lab.temporal;

import io.temporal.testserver.TestServer;
import org.jspecify.annotations.Nullable;

/** The SDK's in-memory server: no Web UI, no schedules, no faults of the server itself. */
final class InMemoryTemporal implements RunningTemporal {
  private final TestServer.PortBoundTestServer server;
  private final int port;

  InMemoryTemporal(int port) {
    this.port = port;
    server = TestServer.createPortBoundServer(port, true);
  }

  @Override
  public String address() {
    return "127.0.0.1:" + port;
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
    server.close();
  }

  /** The in-memory server dies with the lab only. */
  static final class UnsupportedServerFaultException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    UnsupportedServerFaultException() {
      super("the in-memory server can't be killed or restarted; get a real one: lab/counterparts");
    }
  }
}
