package io.traceo.activities.routing.rfc2136;

import io.traceo.activities.place.Endpoint;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * A primary that misbehaves as a test wants: takes an update, or doesn't, and answers it, or
 * doesn't. Names point to one region, with one epoch.
 */
final class ScriptedPrimary implements AutoCloseable {
  static final Name ZONE = Name.fromConstantString("dr.test.");
  static final Name WRITE = Name.fromConstantString("write.dr.test.");
  static final Name READ = Name.fromConstantString("read.dr.test.");
  static final TSIG KEY = new TSIG(TSIG.HMAC_SHA256, ZONE, new byte[32]);

  /** What follows on an update. */
  interface Reaction {
    /** The answer, not signed unless it is signed here; null for silence. */
    Message to(Message update, Message emptyAnswer);
  }

  final List<Message> updates = new CopyOnWriteArrayList<>();
  final List<String> asked = new CopyOnWriteArrayList<>();
  volatile String address = "127.84.100.1";
  volatile String mark = "epoch=1 leader=east";

  /** Of every answer to a question. */
  volatile int rcode = Rcode.NOERROR;

  volatile Reaction reaction = (update, answer) -> null;

  /** Called after each answered question, when the world may change. */
  volatile Runnable afterQuestion = () -> {};

  private final DatagramSocket socket;

  ScriptedPrimary() throws IOException {
    socket = new DatagramSocket(new InetSocketAddress("127.84.101.1", 0));
    Thread thread = new Thread(this::serve, "scripted-primary");
    thread.setDaemon(true);
    thread.start();
  }

  Endpoint endpoint() {
    return new Endpoint(socket.getLocalAddress().getHostAddress(), socket.getLocalPort());
  }

  private void serve() {
    byte[] buffer = new byte[4096];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        Message answer = answer(new Message(Arrays.copyOf(buffer, packet.getLength())));
        if (answer != null) {
          byte[] bytes = answer.toWire(4096);
          socket.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
        }
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  private Message answer(Message query) throws IOException {
    Record question = query.getQuestion();
    Message answer = new Message(query.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setOpcode(query.getHeader().getOpcode());
    answer.addRecord(question, Section.QUESTION);
    if (query.getHeader().getOpcode() == Opcode.UPDATE) {
      updates.add(query);
      return reaction.to(query, answer);
    }
    answer.getHeader().setRcode(rcode);
    asked.add(question.getName() + " " + Type.string(question.getType()));
    if (question.getType() == Type.TXT) {
      answer.addRecord(new TXTRecord(question.getName(), DClass.IN, 5, mark), Section.ANSWER);
    } else if (!address.isEmpty()) {
      answer.addRecord(
          new ARecord(question.getName(), DClass.IN, 5, java.net.InetAddress.getByName(address)),
          Section.ANSWER);
    }
    afterQuestion.run();
    return answer;
  }

  @Override
  public void close() {
    socket.close();
  }
}
