package io.traceo.lab.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.traceo.workflows.activity.LedgerActivities.AccountRequest;
import io.traceo.workflows.activity.LedgerActivities.LossQuery;
import io.traceo.workflows.contract.PayloadMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * The ledger's control channel on a loopback port of its own: {@code GET /progress}, {@code POST
 * /losses}, {@code POST /account}, {@code POST /stop}, each with the bearer token.
 */
final class LedgerServer {
  private final Ledger ledger;
  private final byte[] expected;
  private final Runnable end;
  private final ObjectMapper mapper = PayloadMapper.create();
  private final HttpServer server;

  LedgerServer(Ledger ledger, String token, Runnable end) throws IOException {
    this.ledger = ledger;
    this.expected = ("Bearer " + token).getBytes(UTF_8);
    this.end = end;
    InetSocketAddress any =
        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
    this.server = HttpServer.create(any, 0);
    server.setExecutor(
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "ledger-control");
              thread.setDaemon(true);
              return thread;
            }));
    server.createContext("/", this::serve);
  }

  /** Starts to listen. */
  int start() {
    server.start();
    return server.getAddress().getPort();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String given = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
      if (!MessageDigest.isEqual(expected, given.getBytes(UTF_8))) {
        answer(exchange, 401, Map.of("error", "a bearer token is needed"));
        return;
      }
      switch (exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()) {
        case "GET /progress" -> answer(exchange, 200, ledger.status());
        case "POST /account" ->
            ask(exchange, () -> ledger.account(read(exchange, AccountRequest.class)));
        case "POST /losses" ->
            ask(exchange, () -> ledger.losses(read(exchange, LossQuery.class).newLeader()));
        case "POST /stop" -> {
          answer(exchange, 200, Map.of("outcome", "DONE"));
          end.run();
        }
        default -> answer(exchange, 404, Map.of("error", "no such thing"));
      }
    }
  }

  private interface Question {
    Object ask() throws IOException;
  }

  private <T> T read(HttpExchange exchange, Class<T> type) throws IOException {
    return mapper.readValue(exchange.getRequestBody(), type);
  }

  private void ask(HttpExchange exchange, Question question) throws IOException {
    try {
      answer(exchange, 200, question.ask());
    } catch (JsonProcessingException e) {
      answer(exchange, 400, Map.of("error", "not such a request"));
    } catch (IOException e) {
      answer(exchange, 503, Map.of("error", String.valueOf(e.getMessage())));
    }
  }

  private void answer(HttpExchange exchange, int status, Object body) throws IOException {
    byte[] bytes = mapper.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
