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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One port of one link. Under a blackhole its accept queue is filled, so that the kernel answers no
 * further handshake; a listener that merely stops accepting would still complete them.
 */
final class Listener implements EventLoop.Handler {
  private static final Logger log = LoggerFactory.getLogger(Listener.class);
  private static final int BACKLOG = 16;
  private static final long LOOK_AGAIN_NANOS = 20_000_000;

  private final EventLoop loop;
  private final InetSocketAddress at;
  private final InetSocketAddress target;
  private final String source;
  private final Supplier<LinkFault> forth;
  private final Supplier<LinkFault> back;
  private final Set<Pipe> pipes = new LinkedHashSet<>();
  private final List<SocketChannel> fillers = new ArrayList<>();
  private @Nullable ServerSocketChannel channel;
  private boolean lookingAgain;

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
      throw taken(at, "-ltnp", e);
    }
    opened.register(loop.selector(), SelectionKey.OP_ACCEPT, this);
    channel = opened;
  }

  /** Names what can't be had, and how to see who has it. */
  static IOException taken(InetSocketAddress at, String options, IOException cause) {
    return new IOException(
        at.getHostString()
            + " port "
            + at.getPort()
            + " can't be listened on: "
            + cause.getMessage()
            + "; see who has it with: ss "
            + options
            + " 'sport = :"
            + at.getPort()
            + "'",
        cause);
  }

  @Override
  public void ready(SelectionKey key) throws IOException {
    ServerSocketChannel listening = channel;
    if (listening == null || silent()) {
      return;
    }
    SocketChannel client = listening.accept();
    if (client == null) {
      return;
    }
    if (filler(client)) {
      // Filled the queue during a blackhole: the server behind the link must not hear of it.
      client.close();
      return;
    }
    Pipe pipe = new Pipe(loop, client, linkSide(), forth, back, pipes::remove);
    pipes.add(pipe);
    pipe.connect(target);
  }

  private InetSocketAddress linkSide() throws IOException {
    return new InetSocketAddress(InetAddress.getByName(source), 0);
  }

  /** No client comes from the links' own address. */
  private boolean filler(SocketChannel client) throws IOException {
    return client.getRemoteAddress() instanceof InetSocketAddress from
        && from.getAddress().equals(linkSide().getAddress());
  }

  private boolean silent() {
    return forth.get().blackhole() || back.get().blackhole();
  }

  /** After a change of the fault in either direction. */
  void faultChanged() throws IOException {
    if (forth.get().cut() || back.get().cut()) {
      closeListening();
      List.copyOf(pipes).forEach(Pipe::reset);
      return;
    }
    if (channel == null) {
      open();
    }
    if (silent()) {
      accepting(false);
      fill();
    } else {
      drainFillers();
    }
    List.copyOf(pipes).forEach(Pipe::changed);
  }

  private void fill() throws IOException {
    while (fillers.isEmpty() || answered(fillers.get(fillers.size() - 1))) {
      SocketChannel filler = SocketChannel.open();
      fillers.add(filler);
      filler.configureBlocking(false);
      filler.bind(linkSide());
      boolean unused = filler.connect(at);
    }
    if (!lookingAgain) {
      lookingAgain = true;
      loop.at(System.nanoTime() + LOOK_AGAIN_NANOS, this::fillAgain);
    }
  }

  /** On loopback an answer comes at once, but on a busy machine "at once" may be a little later. */
  private void fillAgain() {
    lookingAgain = false;
    if (channel != null && silent()) {
      try {
        fill();
      } catch (IOException e) {
        log.warn("can't fill the queue of {}: {}", at, e.getMessage());
      }
    }
  }

  /** Whether the handshake is over, which means that there may be room for another. */
  private static boolean answered(SocketChannel filler) {
    try {
      return filler.finishConnect();
    } catch (IOException e) {
      // Given up by the kernel after minutes.
      return true;
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
      // The port is free only when the selector has let go of it.
      loop.letGo();
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
