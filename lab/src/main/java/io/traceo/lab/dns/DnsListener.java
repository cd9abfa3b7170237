package io.traceo.lab.dns;

import io.traceo.activities.place.Endpoint;
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
import org.xbill.DNS.Message;

/** Takes DNS messages over UDP and TCP and gives them to a handler. */
final class DnsListener implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DnsListener.class);
  private static final int IDLE_MILLIS = 10_000;

  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final Handler handler;
  private final Set<Socket> accepted = ConcurrentHashMap.newKeySet();
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
    try {
      udp = new DatagramSocket(at.port(), address);
      tcp = new ServerSocket();
      tcp.setReuseAddress(true);
      tcp.bind(new InetSocketAddress(address, at.port()), 64);
    } catch (IOException e) {
      throw new IOException("DNS can't listen on " + at + ": " + e.getMessage(), e);
    }
    thread("dns-udp", this::serveUdp);
    thread("dns-tcp", this::acceptTcp);
  }

  private void serveUdp() {
    byte[] buffer = new byte[4096];
    while (!closed) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        udp.receive(packet);
        byte[] wire = java.util.Arrays.copyOf(packet.getData(), packet.getLength());
        for (Message answer : handler.answer(new Message(wire), wire, false)) {
          byte[] bytes = answer.toWire(65_535);
          udp.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
        }
      } catch (IOException | RuntimeException e) {
        complain("udp", e);
      }
    }
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
      DataInputStream in = new DataInputStream(socket.getInputStream());
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      while (!closed) {
        byte[] wire = new byte[in.readUnsignedShort()];
        in.readFully(wire);
        for (Message answer : handler.answer(new Message(wire), wire, true)) {
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

  private static void thread(String name, Runnable work) {
    Thread thread = new Thread(null, work, name, 256 * 1024);
    thread.setDaemon(true);
    thread.start();
  }

  /** Also ends accepted connections, or a stopped server's ghost goes on answering. */
  @Override
  public void close() throws IOException {
    closed = true;
    udp.close();
    tcp.close();
    for (Socket socket : accepted) {
      socket.close();
    }
  }
}
