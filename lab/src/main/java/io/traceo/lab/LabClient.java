package io.traceo.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.traceo.activities.place.SecretRef;
import io.traceo.starters.cli.CliException;
import io.traceo.workflows.contract.PayloadMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Talks to the lab that is up. */
public final class LabClient {
  private static final ObjectMapper MAPPER = PayloadMapper.create();
  private static final long DOWN_SECONDS = 30;

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
  private final String api;
  private final String token;
  private final long pid;

  private LabClient(JsonNode door) {
    this.api = door.path("api").asText();
    this.pid = door.path("pid").asLong();
    this.token = SecretRef.resolve(door.path("tokenRef").asText());
  }

  /** The lab of this folder, when one is up. */
  public static Optional<LabClient> running(LabFolder folder) {
    if (!Files.exists(folder.door())) {
      return Optional.empty();
    }
    try {
      JsonNode door = MAPPER.readTree(folder.door().toFile());
      if (ProcessHandle.of(door.path("pid").asLong()).filter(ProcessHandle::isAlive).isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(new LabClient(door));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** As {@link #running}, or an error that says what to do. */
  public static LabClient need(LabFolder folder) {
    return running(folder).orElseThrow(LabClient::noLab);
  }

  /** The error that says so. */
  static CliException noLab() {
    return CliException.environment("no lab is up; bring one up: traceo lab up --detach");
  }

  /** The lab's status. */
  public LabStatus status() {
    return call("GET", "/status", null, LabStatus.class);
  }

  /** Injects a fault. */
  public void fault(FaultOrder order) {
    call("POST", "/fault", order, JsonNode.class);
  }

  /** Asks the lab to go down and waits until its process has ended. */
  public void down() {
    call("POST", "/down", MAPPER.createObjectNode(), JsonNode.class);
    try {
      ProcessHandle.of(pid)
          .map(ProcessHandle::onExit)
          .ifPresent(end -> end.completeOnTimeout(null, DOWN_SECONDS, TimeUnit.SECONDS).join());
    } catch (RuntimeException e) {
      throw CliException.environment("the lab (process " + pid + ") does not end: " + e);
    }
  }

  private <T> T call(
      String method, String path, @org.jspecify.annotations.Nullable Object body, Class<T> type) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(api + path))
              .timeout(Duration.ofSeconds(30))
              .header("Authorization", "Bearer " + token)
              .method(
                  method,
                  body == null
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofString(MAPPER.writeValueAsString(body)))
              .build();
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new CliException(
            answer.statusCode() == 400 ? 2 : 1,
            MAPPER.readTree(answer.body()).path("error").asText());
      }
      return MAPPER.readValue(answer.body(), type);
    } catch (IOException e) {
      throw CliException.environment("the lab at " + api + " does not answer: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CliException.environment("interrupted while asking the lab");
    }
  }
}
