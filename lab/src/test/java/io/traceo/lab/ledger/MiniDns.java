package io.traceo.lab.ledger;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** A name server that gives one address for every name, or stays silent. */
final class MiniDns implements AutoCloseable {
  private final DatagramSocket socket;
  private final AtomicInteger asked = new AtomicInteger();
  private volatile String address;
  private volatile boolean silent;

  MiniDns(String host, String address) throws IOException {
    this.address = address;
    this.socket = new DatagramSocket(new InetSocketAddress(host, 0));
    Thread thread = new Thread(this::serve, "mini-dns");
    thread.setDaemon(true);
    thread.start();
  }

  /** {@code host:port}. */
  String endpoint() {
    return socket.getLocalAddress().getHostAddress() + ":" + socket.getLocalPort();
  }

  void pointTo(String newAddress) {
    address = newAddress;
  }

  void beSilent(boolean now) {
    silent = now;
  }

  int asked() {
    return asked.get();
  }

  private void serve() {
    byte[] buffer = new byte[4096];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        asked.incrementAndGet();
        if (!silent) {
          byte[] answer = answer(packet).toWire();
          socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      } catch (SocketException e) {
        return;
      } catch (IOException e) {
        // Not a question.
      }
    }
  }

  private Message answer(DatagramPacket packet) throws IOException {
    byte[] wire = new byte[packet.getLength()];
    System.arraycopy(packet.getData(), 0, wire, 0, wire.length);
    Message question = new Message(wire);
    Message answer = new Message(question.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    Record asked = question.getQuestion();
    answer.addRecord(asked, Section.QUESTION);
    answer.addRecord(
        new ARecord(asked.getName(), DClass.IN, 5, InetAddress.getByName(address)), Section.ANSWER);
    return answer;
  }

  @Override
  public void close() {
    socket.close();
  }
}
