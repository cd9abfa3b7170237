package io.traceo.lab.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host that doesn't answer costs half a second, not the driver's ten. */
@Timeout(10)
class JdbcTest {
  private static final Duration SOON = Duration.ofMillis(900);
  @TempDir Path folder;
  private Jdbc jdbc;

  @BeforeEach
  void password() throws Exception {
    Path password = folder.resolve("password");
    Files.writeString(password, "x");
    jdbc = new Jdbc("postgres", "nobody", password);
  }

  @Test
  void aServerThatAcceptsAndSaysNothingIsGivenUp() throws Exception {
    try (ServerSocket frozen = new ServerSocket(0, 50, InetAddress.getByName("127.83.3.1"))) {
      HostPort server = new HostPort("127.83.3.1", frozen.getLocalPort());
      Duration took = failing(server);
      assertThat(took).isLessThan(SOON).isGreaterThan(Duration.ofMillis(400));
    }
  }

  @Test
  void aServerThatDropsPacketsIsGivenUp() throws Exception {
    List<Socket> fill = new ArrayList<>();
    try (ServerSocket blackhole = new ServerSocket(0, 1, InetAddress.getByName("127.83.3.2"))) {
      // A full accept queue answers no further handshake, as a blackholed host.
      fillQueue(blackhole, fill);
      Duration took = failing(new HostPort("127.83.3.2", blackhole.getLocalPort()));
      assertThat(took).isLessThan(SOON).isGreaterThan(Duration.ofMillis(300));
    } finally {
      for (Socket socket : fill) {
        socket.close();
      }
    }
  }

  private static void fillQueue(ServerSocket server, List<Socket> sockets) throws Exception {
    while (sockets.size() < 10) {
      Socket socket = new Socket();
      sockets.add(socket);
      try {
        socket.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), 100);
      } catch (SocketTimeoutException e) {
        return;
      }
    }
  }

  private Duration failing(HostPort server) {
    long started = System.nanoTime();
    assertThatThrownBy(() -> jdbc.open(server, 1000)).isInstanceOf(SQLException.class);
    return Duration.ofNanos(System.nanoTime() - started);
  }
}
