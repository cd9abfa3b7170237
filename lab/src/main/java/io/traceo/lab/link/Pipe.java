package io.traceo.lab.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One connection through a link: what the client opened, what the link opened for it. */
final class Pipe implements EventLoop.Handler {
  private final SocketChannel client;
  private final SocketChannel server;
  private final SelectionKey clientKey;
  private final SelectionKey serverKey;
  private final Flow inward;
  private final Flow outward;
  private final Supplier<LinkFault> fault;
  private final Consumer<Pipe> onClose;
  private boolean connected;

  /**
   * @param source address that the link's own connection comes from
   * @param forth fault on what the client sends
   * @param back fault on what the server answers
   */
  Pipe(
      EventLoop loop,
      SocketChannel client,
      InetSocketAddress target,
      InetSocketAddress source,
      Supplier<LinkFault> forth,
      Supplier<LinkFault> back,
      Consumer<Pipe> onClose)
      throws IOException {
    this.client = client;
    this.onClose = onClose;
    this.fault = forth;
    client.configureBlocking(false);
    client.setOption(StandardSocketOptions.TCP_NODELAY, true);
    server = SocketChannel.open();
    server.configureBlocking(false);
    server.setOption(StandardSocketOptions.TCP_NODELAY, true);
    server.bind(source);
    inward = new Flow(loop, client, server, forth, this::update);
    outward = new Flow(loop, server, client, back, this::update);
    clientKey = client.register(loop.selector(), 0, this);
    serverKey = server.register(loop.selector(), SelectionKey.OP_CONNECT, this);
    try {
      if (server.connect(target)) {
        connected();
      }
    } catch (IOException e) {
      reset();
    }
  }

  @Override
  public void ready(SelectionKey key) {
    try {
      if (key.isValid() && key.isConnectable()) {
        if (server.finishConnect()) {
          connected();
        }
        return;
      }
      if (key.isValid() && key.isReadable()) {
        (key == clientKey ? inward : outward).read();
      }
      if (key.isValid() && key.isWritable()) {
        (key == clientKey ? outward : inward).write();
      }
      update();
    } catch (IOException e) {
      reset();
    }
  }

  private void connected() {
    connected = true;
    update();
  }

  /** Sets what the selector waits for after a change of data, time or fault. */
  void update() {
    if (!connected || !clientKey.isValid() || !serverKey.isValid()) {
      return;
    }
    if (inward.finished() && outward.finished()) {
      close();
      return;
    }
    clientKey.interestOps(Flow.interest(inward.wantsToRead(), outward.wantsToWrite()));
    serverKey.interestOps(Flow.interest(outward.wantsToRead(), inward.wantsToWrite()));
  }

  /** Ends both sides with a reset; under a blackhole nobody hears of it. */
  void reset() {
    if (fault.get().blackhole()) {
      clientKey.interestOps(0);
      closeQuietly(server);
      return;
    }
    linger(client);
    linger(server);
    close();
  }

  void close() {
    closeQuietly(client);
    closeQuietly(server);
    onClose.accept(this);
  }

  private static void linger(SocketChannel channel) {
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException e) {
      // Closed already.
    }
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing left to free.
    }
  }
}
