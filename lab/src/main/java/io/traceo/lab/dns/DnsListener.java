package io.traceo.lab.dns;

import io.traceo.activities.place.Endpoint;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;

/** Takes DNS messages over UDP and TCP and gives them to a handler. */
final class DnsListener implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DnsListener.class);
  private static final int IDLE_MILLIS = 10_000;
  private static final int PLAIN_BYTES = 512;
  private static final int LET_GO_MILLIS = 5_000;

  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final Handler handler;
  private final Set<Socket> accepted = ConcurrentHashMap.newKeySet();
  private final List<Thread> listening;
  private volatile boolean closed;

  /**
   * Answers one message; a zone transfer has several answers, no answer at all is an empty list.
   */
  interface Handler {
    List<Message> answer(Message query, byte[] wire, boolean overTcp) throws IOException;
  }

  DnsListener(Endpoint at, Handler handler) throws IOException {
    this.handler = handler;
    InetAddress address = InetAddress.getByName(at.host());
    tcp = new ServerSocket();
    try {
      tcp.setReuseAddress(true);
      tcp.bind(new InetSocketAddress(address, at.port()), 64);
      udp = new DatagramSocket(at.port(), address);
    } catch (IOException e) {
      tcp.close();
      throw new IOException("DNS can't listen on " + at + ": " + e.getMessage(), e);
    }
    listening = List.of(thread("dns-udp", this::serveUdp), thread("dns-tcp", this::acceptTcp));
  }

  private void serveUdp() {
    byte[] buffer = new byte[4096];
    while (!closed) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        udp.receive(packet);
        byte[] wire = java.util.Arrays.copyOf(packet.getData(), packet.getLength());
        Message query = new Message(wire);
        for (Message answer : answers(query, wire, false)) {
          byte[] bytes = answer.toWire(mostBytes(query));
          udp.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
        }
      } catch (IOException | RuntimeException e) {
        complain("udp", e);
      }
    }
  }

  /** What fits is up to the client; the rest is fetched over TCP (RFC 6891, section 6.2.5). */
  private static int mostBytes(Message query) {
    OPTRecord edns = query.getOPT();
    return edns == null ? PLAIN_BYTES : Math.max(PLAIN_BYTES, edns.getPayloadSize());
  }

  /** Nothing for what is itself an answer: two servers would talk for ever. */
  private List<Message> answers(Message query, byte[] wire, boolean overTcp) throws IOException {
    return query.getHeader().getFlag(Flags.QR) ? List.of() : handler.answer(query, wire, overTcp);
  }

  private void acceptTcp() {
    while (!closed) {
      try {
        Socket socket = tcp.accept();
        accepted.add(socket);
        thread("dns-tcp-client", () -> serveTcp(socket));
      } catch (IOException e) {
        complain("accept", e);
      }
    }
  }

  private void serveTcp(Socket socket) {
    try (socket) {
      socket.setSoTimeout(IDLE_MILLIS);
      socket.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      // Length and message leave together: apart, the second waits 40 ms for the first to be
      // acknowledged.
      DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 4096));
      while (!closed) {
        byte[] wire = new byte[in.readUnsignedShort()];
        in.readFully(wire);
        for (Message answer : answers(new Message(wire), wire, true)) {
          byte[] bytes = answer.toWire(65_535);
          out.writeShort(bytes.length);
          out.write(bytes);
        }
        out.flush();
      }
    } catch (IOException | RuntimeException e) {
      log.debug("dns client ended: {}", e.getMessage());
    } finally {
      accepted.remove(socket);
    }
  }

  private void complain(String where, Exception e) {
    if (!closed) {
      log.debug("dns {}: {}", where, e.getMessage());
    }
  }

  private static Thread thread(String name, Runnable work) {
    Thread thread = new Thread(null, work, name, 256 * 1024);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /**
   * Also ends accepted connections, or a stopped server's ghost goes on answering. Waits for who
   * listens: the kernel keeps a closed socket bound while a thread is still inside its receive.
   */
  @Override
  public void close() throws IOException {
    closed = true;
    udp.close();
    tcp.close();
    for (Socket socket : accepted) {
      socket.close();
    }
    try {
      for (Thread thread : listening) {
        thread.join(LET_GO_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
