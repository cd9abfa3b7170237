package io.traceo.lab.temporal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports that must be free; the server itself would say so only in its log. */
final class Ports {
  private Ports() {}

  static void requireFree(String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw inUse(host, port, e);
    }
  }

  static IllegalStateException inUse(String host, int port, IOException cause) {
    return new IllegalStateException(
        "cannot listen on port "
            + port
            + " of "
            + host
            + " ("
            + cause.getMessage()
            + "); end what holds it, or use another network: TRACEO_LAB_NET=78",
        cause);
  }
}
