package io.traceo.lab.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.traceo.lab.AddressPlan;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;

/** Two places, the link from one to the other, and a server behind it that the test plays. */
final class OneLink implements AutoCloseable {
  static final String EAST = "east";
  static final String WEST = "west";
  static final int PORT = 19_001;
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int SILENCE_MILLIS = 400;

  final AddressPlan plan = new AddressPlan(86, List.of(EAST, WEST));
  final LinkNetwork links = new LinkNetwork(plan);
  ServerSocket server;

  OneLink() throws IOException {
    serve();
    links.open(EAST, WEST, PORT);
  }

  /** Starts the server, again when it was closed. */
  void serve() throws IOException {
    server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(plan.insideAddress(WEST), PORT));
    server.setSoTimeout(PATIENCE_MILLIS);
  }

  /** A connection through the link: what the client opened, what the server accepted. */
  record Ends(Socket client, Socket server) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      client.close();
      server.close();
    }
  }

  Ends connect() throws IOException {
    Socket client = dial(PATIENCE_MILLIS);
    Socket accepted = server.accept();
    accepted.setSoTimeout(PATIENCE_MILLIS);
    return new Ends(client, accepted);
  }

  InetSocketAddress door() {
    return new InetSocketAddress(plan.address(EAST, WEST), PORT);
  }

  Socket dial(int patienceMillis) throws IOException {
    Socket client = new Socket();
    client.setTcpNoDelay(true);
    client.setSoTimeout(PATIENCE_MILLIS);
    try {
      client.connect(door(), patienceMillis);
      return client;
    } catch (IOException e) {
      client.close();
      throw e;
    }
  }

  /** Sets what happens to what goes from east to west. */
  void forth(LinkFault fault) {
    links.faultPair(EAST, WEST, fault);
  }

  /** Sets what happens to what goes from west to east. */
  void back(LinkFault fault) {
    links.faultPair(WEST, EAST, fault);
  }

  void both(LinkFault fault) {
    forth(fault);
    back(fault);
  }

  static void say(Socket from, String word) throws IOException {
    from.getOutputStream().write(word.getBytes(UTF_8));
  }

  static void assertHears(Socket at, String word) throws IOException {
    assertThat(new String(at.getInputStream().readNBytes(word.length()), UTF_8)).isEqualTo(word);
  }

  /** The end of the connection arrives, as an end or as a reset. */
  static void assertEnds(Socket at) throws IOException {
    try {
      assertThat(at.getInputStream().read()).isEqualTo(-1);
    } catch (SocketException e) {
      // A reset.
    }
  }

  /** Neither bytes nor an end nor a reset arrive. */
  static void assertSilent(Socket at) throws IOException {
    at.setSoTimeout(SILENCE_MILLIS);
    assertThatThrownBy(() -> at.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
    at.setSoTimeout(PATIENCE_MILLIS);
  }

  @Override
  public void close() throws IOException {
    links.close();
    server.close();
  }
}
