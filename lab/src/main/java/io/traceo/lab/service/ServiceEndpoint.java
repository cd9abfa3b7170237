package io.traceo.lab.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.traceo.activities.place.Endpoint;
import io.traceo.activities.place.PlaceConfig.DatabaseMember;
import io.traceo.activities.place.SecretRef;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.Executors;

/** A region's service: {@code /health} says it lives, {@code /ready} that it takes writes. */
public final class ServiceEndpoint implements AutoCloseable {
  private final String region;
  private final DatabaseMember member;
  private final HttpServer server;

  /**
   * Listens in the region.
   *
   * @param member the region's own database
   * @throws IOException when the address is taken
   */
  public ServiceEndpoint(String region, Endpoint at, DatabaseMember member) throws IOException {
    this.region = region;
    this.member = member;
    server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName(at.host()), at.port()), 16);
    server.setExecutor(
        Executors.newFixedThreadPool(
            3,
            work -> {
              Thread thread = new Thread(work, "service");
              thread.setDaemon(true);
              return thread;
            }));
    server.createContext("/health", exchange -> answer(exchange, 200, "\"status\":\"UP\""));
    server.createContext("/ready", this::ready);
    server.start();
  }

  private void ready(HttpExchange exchange) throws IOException {
    boolean writable = writable();
    answer(exchange, writable ? 200 : 503, "\"writable\":" + writable);
  }

  private boolean writable() {
    Properties properties = new Properties();
    properties.setProperty("user", member.observerUser());
    properties.setProperty("password", SecretRef.resolve(member.observerPasswordRef()));
    properties.setProperty("connectTimeout", "1");
    properties.setProperty("socketTimeout", "1");
    properties.setProperty("localSocketAddress", member.endpoint().host());
    properties.setProperty("ApplicationName", "traceo-service");
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://" + member.endpoint() + "/" + member.database(), properties);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT NOT pg_is_in_recovery()")) {
      return row.next() && row.getBoolean(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private void answer(HttpExchange exchange, int status, String fields) throws IOException {
    byte[] body =
        ("{\"region\":\"" + region + "\"," + fields + "}").getBytes(StandardCharsets.UTF_8);
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
