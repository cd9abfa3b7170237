package io.traceo.lab.link;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One port of one link. Under a blackhole its accept queue is filled, so that the kernel answers no
 * further handshake; a listener that merely stops accepting would still complete them.
 */
final class Listener implements EventLoop.Handler {
  private static final int BACKLOG = 16;

  private final EventLoop loop;
  private final InetSocketAddress at;
  private final InetSocketAddress target;
  private final String source;
  private final Supplier<LinkFault> forth;
  private final Supplier<LinkFault> back;
  private final Set<Pipe> pipes = new LinkedHashSet<>();
  private final List<SocketChannel> fillers = new ArrayList<>();
  private @Nullable ServerSocketChannel channel;

  Listener(
      EventLoop loop,
      InetSocketAddress at,
      InetSocketAddress target,
      String source,
      Supplier<LinkFault> forth,
      Supplier<LinkFault> back) {
    this.loop = loop;
    this.at = at;
    this.target = target;
    this.source = source;
    this.forth = forth;
    this.back = back;
  }

  void open() throws IOException {
    ServerSocketChannel opened = ServerSocketChannel.open();
    opened.configureBlocking(false);
    opened.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    try {
      opened.bind(at, BACKLOG);
    } catch (IOException e) {
      opened.close();
      throw new IOException(
          at.getHostString()
              + " port "
              + at.getPort()
              + " can't be listened on: "
              + e.getMessage()
              + "; see who has it with: ss -ltnp 'sport = :"
              + at.getPort()
              + "'",
          e);
    }
    opened.register(loop.selector(), SelectionKey.OP_ACCEPT, this);
    channel = opened;
  }

  @Override
  public void ready(SelectionKey key) throws IOException {
    ServerSocketChannel listening = channel;
    if (listening == null || forth.get().blackhole()) {
      return;
    }
    SocketChannel client = listening.accept();
    if (client != null) {
      pipes.add(
          new Pipe(
              loop,
              client,
              target,
              new InetSocketAddress(InetAddress.getByName(source), 0),
              forth,
              back,
              pipes::remove));
    }
  }

  /** After a change of the fault in either direction. */
  void faultChanged() throws IOException {
    LinkFault now = forth.get();
    if (now.cut() || back.get().cut()) {
      closeListening();
      List.copyOf(pipes).forEach(Pipe::reset);
      return;
    }
    if (channel == null) {
      open();
    }
    if (now.blackhole() || back.get().blackhole()) {
      fill();
    } else {
      drainFillers();
    }
    List.copyOf(pipes).forEach(Pipe::update);
  }

  private void fill() throws IOException {
    accepting(false);
    while (fillers.isEmpty() || fillers.get(fillers.size() - 1).isConnected()) {
      SocketChannel filler = SocketChannel.open();
      filler.configureBlocking(false);
      filler.bind(new InetSocketAddress(InetAddress.getByName(source), 0));
      fillers.add(filler);
      // On loopback a handshake that gets an answer is complete at once.
      if (!filler.connect(at) && !filler.finishConnect()) {
        return;
      }
    }
  }

  private void drainFillers() throws IOException {
    for (SocketChannel filler : fillers) {
      filler.setOption(StandardSocketOptions.SO_LINGER, 0);
      filler.close();
    }
    fillers.clear();
    accepting(true);
  }

  private void accepting(boolean on) {
    ServerSocketChannel listening = channel;
    if (listening != null) {
      SelectionKey key = listening.keyFor(loop.selector());
      if (key != null && key.isValid()) {
        key.interestOps(on ? SelectionKey.OP_ACCEPT : 0);
      }
    }
  }

  private void closeListening() throws IOException {
    drainFillers();
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }

  void close() {
    try {
      closeListening();
    } catch (IOException e) {
      // It is gone either way.
    }
    List.copyOf(pipes).forEach(Pipe::close);
  }
}
