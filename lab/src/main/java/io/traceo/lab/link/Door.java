package io.traceo.lab.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;

/**
 * A port of a region that leads to a server outside it: the region's endpoint of something that the
 * lab has only once. Lives in the region's process, so that it goes with the region.
 */
public final class Door implements AutoCloseable {
  private static final String SOURCE = "127.0.0.1";

  private final EventLoop loop = new EventLoop();
  private final Listener listener;

  /**
   * Opens it.
   *
   * @throws IOException naming address and port when they are taken
   */
  public Door(InetSocketAddress at, InetSocketAddress target) throws IOException {
    listener = new Listener(loop, at, target, SOURCE, () -> LinkFault.NONE, () -> LinkFault.NONE);
    try {
      loop.call(
          () -> {
            try {
              listener.open();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      loop.close();
      throw e.getCause() == null ? new IOException(e) : e.getCause();
    }
  }

  /** Ends every connection and frees the port. */
  @Override
  public void close() {
    loop.call(listener::close);
    loop.close();
  }
}
