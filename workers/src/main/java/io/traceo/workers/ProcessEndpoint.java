package io.traceo.workers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.traceo.activities.health.ProbeCounts;
import io.traceo.activities.meters.Meters;
import io.traceo.activities.place.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A process's own small endpoint, on loopback unless it is told otherwise: {@code /health}, {@code
 * /clock}, {@code /metrics}, and {@code /probes} where the process observes. It asks nobody who
 * they are, and shows no secret.
 */
public final class ProcessEndpoint implements AutoCloseable {
  private static final String JSON = "application/json";

  private final HttpServer server;
  private final Path portFile;

  private ProcessEndpoint(HttpServer server, Path portFile) {
    this.server = server;
    this.portFile = portFile;
  }

  /** Listens on a free port of this machine alone. */
  public static ProcessEndpoint start(Path portFile, ProbeCounts probes, Meters meters)
      throws IOException {
    return start(new Endpoint("127.0.0.1", 0), portFile, probes, meters);
  }

  /**
   * Listens.
   *
   * @param at where; port 0 for a free one
   * @param probes asked at each call of {@code /probes}
   * @param meters asked at each call of {@code /metrics}
   */
  public static ProcessEndpoint start(Endpoint at, Path portFile, ProbeCounts probes, Meters meters)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName(at.host()), at.port()), 4);
    server.createContext("/health", exchange -> answer(exchange, JSON, "{\"status\":\"UP\"}"));
    server.createContext("/clock", exchange -> answer(exchange, JSON, clock()));
    server.createContext("/probes", exchange -> answer(exchange, JSON, counts(probes)));
    server.createContext(
        "/metrics", exchange -> answer(exchange, Meters.CONTENT_TYPE, meters.text()));
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

  private static void answer(HttpExchange exchange, String type, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
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
