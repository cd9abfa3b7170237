package io.traceo.lab;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.traceo.workers.ProcessEndpoint;
import io.traceo.workflows.contract.PayloadMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * How commands talk to the lab's process: status, faults, down. With a token, but for the clock.
 */
final class LabApi implements AutoCloseable {
  private static final ObjectMapper MAPPER = PayloadMapper.create();
  private static final long ANSWER_MILLIS = 200;
  private static final int MOST_BYTES = 64 * 1024;

  private final HttpServer server;
  private final LabParts lab;
  private final Runnable stop;
  private final String token;
  private final Path door;

  private LabApi(LabParts lab, Runnable stop) throws IOException {
    this.lab = lab;
    this.stop = stop;
    this.token = lab.secrets().make("lab-token");
    this.door = lab.settings().folder().door();
    server =
        HttpServer.create(
            new InetSocketAddress(
                InetAddress.getByName(lab.plan().publicAddress(AddressPlan.CONTROL)),
                AddressPlan.LAB_PORT),
            16);
    server.setExecutor(
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "lab-api");
              thread.setDaemon(true);
              return thread;
            }));
    server.createContext("/clock", exchange -> answer(exchange, 200, ProcessEndpoint.clock()));
    server.createContext("/status", exchange -> guarded(exchange, this::status));
    server.createContext("/fault", exchange -> guarded(exchange, this::fault));
    server.createContext("/down", exchange -> guarded(exchange, this::down));
  }

  static LabApi start(LabParts lab, Runnable stop) throws IOException {
    LabApi api = new LabApi(lab, stop);
    api.server.start();
    api.openDoor();
    return api;
  }

  /** The file that says a lab is up; written last, so that whoever finds it can use the lab. */
  private void openDoor() throws IOException {
    Path temporary = door.resolveSibling("lab.json.new");
    Files.writeString(
        temporary,
        MAPPER.writeValueAsString(
            Map.of(
                "pid", ProcessHandle.current().pid(),
                "api",
                    "http://"
                        + lab.plan().publicAddress(AddressPlan.CONTROL)
                        + ":"
                        + AddressPlan.LAB_PORT,
                "tokenRef", lab.secrets().reference("lab-token"))));
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-------"));
    Files.move(temporary, door, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  private interface Handler {
    Object handle(byte[] body) throws IOException;
  }

  private void guarded(HttpExchange exchange, Handler handler) throws IOException {
    String given = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    if (!MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8),
        ("Bearer " + token).getBytes(StandardCharsets.UTF_8))) {
      answer(exchange, 401, "{\"error\":\"a token is needed\"}");
      return;
    }
    byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES);
    try {
      answer(exchange, 200, MAPPER.writeValueAsString(handler.handle(body)));
    } catch (IllegalArgumentException e) {
      answer(
          exchange,
          400,
          MAPPER.writeValueAsString(Map.of("error", String.valueOf(e.getMessage()))));
    } catch (RuntimeException e) {
      answer(
          exchange,
          500,
          MAPPER.writeValueAsString(Map.of("error", String.valueOf(e.getMessage()))));
    }
  }

  private Object status(byte[] body) throws IOException {
    return LabStatus.of(lab);
  }

  private Object fault(byte[] body) throws IOException {
    return lab.faults().inject(MAPPER.readValue(body, FaultOrder.class));
  }

  private Object down(byte[] body) {
    // Answered first: whoever asked waits for the end of this process next.
    new Thread(
            () -> {
              try {
                Thread.sleep(ANSWER_MILLIS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              stop.run();
            },
            "lab-stop")
        .start();
    return Map.of("down", true);
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
