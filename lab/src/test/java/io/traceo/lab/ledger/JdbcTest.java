package io.traceo.lab.ledger;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.traceo.lab.Eventually;
import io.traceo.lab.ledger.LedgerConfig.Limits;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long a silent host is waited for. In each test only one of the two limits can end the wait in
 * time: the other, and the driver's own, are longer than the test may take.
 */
@Timeout(9)
class JdbcTest {
  private static final int NEVER = 3_600_000;
  @TempDir Path folder;
  private final List<Socket> fill = new ArrayList<>();
  private Path password;

  @BeforeEach
  void password() throws Exception {
    password = Files.writeString(folder.resolve("password"), "x");
  }

  @AfterEach
  void emptyQueue() throws Exception {
    for (Socket socket : fill) {
      socket.close();
    }
  }

  @Test
  void aServerThatAcceptsAndSaysNothingIsGivenUpByTheLoginLimit() throws Exception {
    try (ServerSocket frozen = server("127.83.3.1", 50)) {
      assertThat(failure(frozen, new Limits(NEVER, 500)))
          .hasRootCauseInstanceOf(SocketTimeoutException.class)
          .hasRootCauseMessage("Read timed out");
    }
  }

  @Test
  void aServerThatDropsPacketsIsGivenUpByTheConnectLimit() throws Exception {
    try (ServerSocket blackhole = server("127.83.3.2", 1)) {
      fillQueue(blackhole);
      assertThat(failure(blackhole, new Limits(400, NEVER)))
          .hasRootCauseInstanceOf(SocketTimeoutException.class)
          .hasRootCauseMessage("Connect timed out");
    }
  }

  /** The kernel asks again after a second: too late by default, and for the driver's second. */
  @Test
  void aLongerConnectLimitReachesAServerThatAnswersLate() throws Exception {
    try (ServerSocket late = server("127.87.3.1", 1)) {
      fillQueue(late);
      CompletableFuture<Throwable> failure =
          CompletableFuture.supplyAsync(() -> failure(late, new Limits(NEVER, NEVER)));
      Eventually.within(10, () -> handshakeUnanswered(late));
      while (!failure.isDone()) {
        acceptAndClose(late);
      }
      assertThat(failure.get()).hasRootCauseInstanceOf(EOFException.class);
    }
  }

  @Test
  void aLongerLoginLimitHearsAServerThatAnswersLate() throws Exception {
    try (ServerSocket late = server("127.87.3.2", 50)) {
      CompletableFuture<Void> answer = CompletableFuture.runAsync(() -> refuseAfter(late, 1500));
      assertThat(failure(late, new Limits(400, NEVER)))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
      answer.get();
    }
  }

  private static ServerSocket server(String host, int backlog) throws IOException {
    return new ServerSocket(0, backlog, InetAddress.getByName(host));
  }

  /** A full accept queue answers no further handshake, as a blackholed host. */
  private void fillQueue(ServerSocket server) throws IOException {
    while (fill.size() < 10) {
      Socket socket = new Socket();
      fill.add(socket);
      try {
        socket.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), 100);
      } catch (SocketTimeoutException e) {
        return;
      }
    }
  }

  private Throwable failure(ServerSocket server, Limits limits) {
    Jdbc jdbc = new Jdbc("postgres", "nobody", password, limits);
    HostPort at = new HostPort(server.getInetAddress().getHostAddress(), server.getLocalPort());
    return catchThrowable(() -> jdbc.open(at, 1000));
  }

  /** Whether somebody's first packet to it was dropped, or at least has had no answer. */
  private static boolean handshakeUnanswered(ServerSocket server) throws IOException {
    String port = String.format(Locale.ROOT, ":%04X", server.getLocalPort());
    for (String protocol : List.of("tcp", "tcp6")) {
      boolean found =
          Files.readAllLines(Path.of("/proc/self/net", protocol)).stream()
              .map(line -> line.strip().split("\\s+"))
              .anyMatch(field -> field[2].endsWith(port) && field[3].equals("02"));
      if (found) {
        return true;
      }
    }
    return false;
  }

  private static void acceptAndClose(ServerSocket server) throws IOException {
    server.setSoTimeout(100);
    try {
      server.accept().close();
    } catch (SocketTimeoutException e) {
      // Nobody in the queue.
    }
  }

  /** As a server behind a slow link, that doesn't know the role. */
  private static void refuseAfter(ServerSocket server, int millis) {
    try (Socket client = server.accept()) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      in.skipNBytes(in.readInt() - 4);
      Thread.sleep(millis);
      ByteArrayOutputStream fields = new ByteArrayOutputStream();
      fields.write("SFATAL\0VFATAL\0C28P01\0Mno such role\0\0".getBytes(US_ASCII));
      DataOutputStream out = new DataOutputStream(client.getOutputStream());
      out.writeByte('E');
      out.writeInt(4 + fields.size());
      fields.writeTo(out);
      out.flush();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
