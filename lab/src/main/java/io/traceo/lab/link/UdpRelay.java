package io.traceo.lab.link;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** One UDP port of one link, for DNS. Lost is lost, also what a fault meets on its way. */
final class UdpRelay implements EventLoop.Handler {
  private static final int MOST_CLIENTS = 64;

  private final EventLoop loop;
  private final DatagramChannel channel;
  private final InetSocketAddress target;
  private final String source;
  private final Supplier<LinkFault> forth;
  private final Supplier<LinkFault> back;
  private final Random random = new Random();
  private final Map<SocketAddress, DatagramChannel> clients = new LinkedHashMap<>();

  UdpRelay(
      EventLoop loop,
      InetSocketAddress at,
      InetSocketAddress target,
      String source,
      Supplier<LinkFault> forth,
      Supplier<LinkFault> back)
      throws IOException {
    this.loop = loop;
    this.target = target;
    this.source = source;
    this.forth = forth;
    this.back = back;
    channel = DatagramChannel.open();
    channel.configureBlocking(false);
    try {
      channel.bind(at);
    } catch (IOException e) {
      channel.close();
      throw Listener.taken(at, "-lunp", e);
    }
    channel.register(loop.selector(), SelectionKey.OP_READ, this);
  }

  @Override
  public void ready(SelectionKey key) throws IOException {
    ByteBuffer packet = ByteBuffer.allocate(8 * 1024);
    SocketAddress client = channel.receive(packet);
    if (client == null || dropped(forth.get())) {
      return;
    }
    packet.flip();
    DatagramChannel upstream = clients.get(client);
    if (upstream == null) {
      upstream = open(client);
    }
    DatagramChannel to = upstream;
    later(forth, () -> send(to, packet, target));
  }

  private DatagramChannel open(SocketAddress client) throws IOException {
    if (clients.size() >= MOST_CLIENTS) {
      SocketAddress oldest = clients.keySet().iterator().next();
      DatagramChannel gone = clients.remove(oldest);
      if (gone != null) {
        gone.close();
      }
    }
    DatagramChannel upstream = DatagramChannel.open();
    upstream.configureBlocking(false);
    upstream.bind(new InetSocketAddress(InetAddress.getByName(source), 0));
    EventLoop.Handler answers = key -> answer(upstream, client);
    upstream.register(loop.selector(), SelectionKey.OP_READ, answers);
    clients.put(client, upstream);
    return upstream;
  }

  private void answer(DatagramChannel upstream, SocketAddress client) throws IOException {
    ByteBuffer packet = ByteBuffer.allocate(8 * 1024);
    if (upstream.receive(packet) == null || dropped(back.get())) {
      return;
    }
    packet.flip();
    later(back, () -> send(channel, packet, client));
  }

  private void later(Supplier<LinkFault> way, Runnable task) {
    LinkFault now = way.get();
    int millis = now.delayMs() + (now.jitterMs() > 0 ? random.nextInt(now.jitterMs()) : 0);
    if (millis == 0) {
      task.run();
      return;
    }
    loop.at(
        System.nanoTime() + millis * 1_000_000L,
        () -> {
          if (!way.get().stops()) {
            task.run();
          }
        });
  }

  private boolean dropped(LinkFault fault) {
    return fault.stops() || (fault.lossPercent() > 0 && random.nextInt(100) < fault.lossPercent());
  }

  private static void send(DatagramChannel channel, ByteBuffer packet, SocketAddress to) {
    try {
      channel.send(packet, to);
    } catch (IOException e) {
      // As a network would: gone.
    }
  }

  void close() throws IOException {
    channel.close();
    for (DatagramChannel upstream : clients.values()) {
      upstream.close();
    }
  }
}
