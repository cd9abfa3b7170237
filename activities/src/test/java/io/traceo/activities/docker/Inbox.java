package io.traceo.activities.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Whoever Alertmanager calls, all on one server: keeps what comes, and can be told to refuse. */
final class Inbox implements AutoCloseable {
  private final HttpServer server;
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Integer> refusals = new LinkedBlockingQueue<>();

  Inbox() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 16);
    server.createContext("/", this::take);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The next call of the incident API gets this status instead of 200. */
  void refuse(int status) {
    refusals.add(status);
  }

  List<Call> calls() {
    return calls;
  }

  /** The first call that is like this, waited for. */
  Call await(String what, Predicate<Call> like) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (System.nanoTime() < end) {
      for (Call call : calls) {
        if (like.test(call)) {
          return call;
        }
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    throw new AssertionError("no call came: " + what + "; these came: " + calls);
  }

  private void take(HttpExchange exchange) throws IOException {
    long at = System.nanoTime();
    JsonNode body = new ObjectMapper().readTree(exchange.getRequestBody());
    String path = exchange.getRequestURI().getPath();
    Integer refusal = path.equals("/v1/alerts") ? refusals.poll() : null;
    int status = refusal == null ? 200 : refusal;
    calls.add(
        new Call(
            path,
            String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
            status,
            body,
            at));
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  /**
   * One call.
   *
   * @param status what it was answered
   * @param at when, by this process' monotonic clock
   */
  record Call(String path, String authorization, int status, JsonNode body, long at) {
    /** Whether it tells the incident API about this group of regions. */
    boolean incident(String group, String state) {
      return path.equals("/v1/alerts")
          && body.path("receiver").asText().equals("traceo-incidents")
          && body.at("/groupLabels/group").asText().equals(group)
          && body.path("status").asText().equals(state);
    }

    boolean about(String text) {
      return body.toString().contains(text);
    }
  }
}
