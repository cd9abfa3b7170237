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
  private final Supplier<LinkFault> forth;
  private final Supplier<LinkFault> back;
  private final Consumer<Pipe> onClose;
  private boolean connected;
  private boolean broken;

  /**
   * Not connected yet; the client's side is closed when this throws.
   *
   * @param source address that the link's own connection comes from
   * @param forth fault on what the client sends
   * @param back fault on what the server answers
   */
  Pipe(
      EventLoop loop,
      SocketChannel client,
      InetSocketAddress source,
      Supplier<LinkFault> forth,
      Supplier<LinkFault> back,
      Consumer<Pipe> onClose)
      throws IOException {
    this.client = client;
    this.onClose = onClose;
    this.forth = forth;
    this.back = back;
    server = SocketChannel.open();
    try {
      for (SocketChannel end : new SocketChannel[] {client, server}) {
        end.configureBlocking(false);
        end.setOption(StandardSocketOptions.TCP_NODELAY, true);
      }
      server.bind(source);
      inward = new Flow(loop, client, server, forth, this::changed);
      outward = new Flow(loop, server, client, back, this::changed);
      clientKey = client.register(loop.selector(), 0, this);
      serverKey = server.register(loop.selector(), SelectionKey.OP_CONNECT, this);
    } catch (IOException e) {
      closeQuietly(client);
      closeQuietly(server);
      throw e;
    }
  }

  /** Goes on to the server behind the link; a refusal ends the pipe. */
  void connect(InetSocketAddress target) {
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
      changed();
    } catch (IOException e) {
      reset();
    }
  }

  private void connected() {
    connected = true;
    changed();
  }

  /** Sets what the selector waits for after a change of data, time or fault. */
  void changed() {
    if (broken) {
      tell();
      return;
    }
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

  /** Ends both sides with a reset; a side behind a blackhole hears of it when that is lifted. */
  void reset() {
    broken = true;
    tell();
  }

  private void tell() {
    boolean clientHears = abort(client, clientKey, back);
    boolean serverHears = abort(server, serverKey, forth);
    if (clientHears && serverHears) {
      onClose.accept(this);
    }
  }

  private static boolean abort(SocketChannel end, SelectionKey key, Supplier<LinkFault> way) {
    if (way.get().blackhole()) {
      if (key.isValid()) {
        key.interestOps(0);
      }
      return !end.isOpen();
    }
    linger(end);
    closeQuietly(end);
    return true;
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
