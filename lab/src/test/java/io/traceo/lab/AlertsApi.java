package io.traceo.lab;

import io.temporal.client.WorkflowClient;
import io.traceo.activities.meters.Meters;
import io.traceo.starters.api.ApiConfig;
import io.traceo.starters.api.ApiServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;

/** The HTTP API on loopback, with one token, of role alerts. */
final class AlertsApi implements AutoCloseable {
  static final String TOKEN = "token-of-a-test";

  private final Meters meters = new Meters();
  private final ApiServer server;

  /**
   * @param runbooks that the lab's own workers read
   */
  AlertsApi(Path folder, Path runbooks, String group, WorkflowClient temporal)
      throws IOException, GeneralSecurityException {
    Files.createDirectories(folder);
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(TOKEN.getBytes(StandardCharsets.UTF_8));
    Path tokens =
        Files.writeString(
            folder.resolve("tokens.yaml"),
            "tokens: [{name: alertmanager, roles: [alerts], sha256: "
                + HexFormat.of().formatHex(hash)
                + ", expires: '2099-01-01T00:00:00Z'}]\n");
    server =
        ApiServer.start(
            new ApiConfig(
                new ApiConfig.Listen("127.0.0.1", 0),
                null,
                tokens,
                null,
                null,
                folder.resolve("audit.jsonl"),
                runbooks.resolve("topology.yaml"),
                runbooks,
                List.of(group),
                Files.createDirectories(folder.resolve("reports")),
                null),
            temporal,
            Clock.systemUTC(),
            meters);
  }

  URI uri() {
    return server.uri();
  }

  @Override
  public void close() {
    server.close();
    meters.close();
  }
}
