package io.traceo.workers;

import com.sun.net.httpserver.HttpServer;
import io.traceo.activities.health.ProbeCounts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A process's own small endpoint on loopback: {@code /health}, {@code /clock}, and {@code /probes}
 * where the process observes.
 */
public final class ProcessEndpoint implements AutoCloseable {
  private final HttpServer server;
  private final Path portFile;

  private ProcessEndpoint(HttpServer server, Path portFile) {
    this.server = server;
    this.portFile = portFile;
  }

  /** Listens on a free port; {@code probes} is asked at each call of {@code /probes}. */
  public static ProcessEndpoint start(Path portFile, ProbeCounts probes) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 4);
    server.createContext("/health", exchange -> answer(exchange, "{\"status\":\"UP\"}"));
    server.createContext("/clock", exchange -> answer(exchange, clock()));
    server.createContext("/probes", exchange -> answer(exchange, counts(probes)));
    server.start();
    return new ProcessEndpoint(server, portFile);
  }

  /** Wall clock and monotonic clock of this process at one moment. */
  public static String clock() {
    return "{\"epochMillis\":"
        + System.currentTimeMillis()
        + ",\"nanos\":"
        + System.nanoTime()
        + "}";
  }

  private static String counts(ProbeCounts probes) {
    return "{\"answered\":" + probes.answered() + ",\"unanswered\":" + probes.unanswered() + "}";
  }

  private static void answer(com.sun.net.httpserver.HttpExchange exchange, String json)
      throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** Its port. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Tells whoever waits for the file that this process serves now. */
  public void ready() throws IOException {
    Path temporary = portFile.resolveSibling(portFile.getFileName() + ".new");
    Files.writeString(temporary, Integer.toString(port()));
    Files.move(temporary, portFile, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
