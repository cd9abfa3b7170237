package io.traceo.lab.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.backup.BackupService;
import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfigFile;
import io.traceo.activities.topology.Configuration;
import io.traceo.workflows.activity.BackupActivities;
import io.traceo.workflows.activity.BackupActivities.ArchiveRequest;
import io.traceo.workflows.activity.BackupActivities.FetchRequest;
import io.traceo.workflows.activity.BackupActivities.PruneRequest;
import io.traceo.workflows.activity.BackupActivities.ReplayRequest;
import io.traceo.workflows.activity.BackupActivities.RestoreQuery;
import io.traceo.workflows.activity.BackupActivities.RestoredCheck;
import io.traceo.workflows.activity.BackupActivities.RestoredServer;
import io.traceo.workflows.activity.BackupActivities.TakeRequest;
import io.traceo.workflows.contract.PayloadMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A place's backups and restores without Temporal: what {@code bench/restore} measures, time and
 * memory. Serves its standard input until that ends, several requests at a time: an archive and a
 * backup are one process here as in a worker.
 *
 * <p>A request is a line of JSON: {@code id}, {@code step}, and the {@code request} of that
 * activity. An answer has the id with {@code millis} and {@code result}, or with {@code failure} in
 * words.
 */
public final class BackupMain {
  private static final ObjectMapper JSON = PayloadMapper.create();

  private final BackupActivities backups;

  private BackupMain(BackupActivities backups) {
    this.backups = backups;
  }

  /**
   * Serves.
   *
   * @param args the place's configuration
   */
  public static void main(String[] args) throws IOException {
    PlaceConfig config = PlaceConfigFile.read(Path.of(args[0]));
    Configuration configuration =
        Configuration.load(Path.of(config.topology()), Path.of(config.runbooks()));
    BackupMain main = new BackupMain(new BackupService(config, configuration.topology()));
    ExecutorService threads = Executors.newCachedThreadPool();
    try (BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = requests.readLine(); line != null; line = requests.readLine()) {
        JsonNode request = JSON.readTree(line);
        threads.execute(() -> main.answer(request));
      }
    }
    // Whoever asked is gone: what still runs is for nobody.
    Runtime.getRuntime().halt(0);
  }

  private void answer(JsonNode request) {
    int id = request.path("id").asInt();
    long begun = System.nanoTime();
    try {
      Object result = run(request.path("step").asText(), request.path("request"));
      long millis = (System.nanoTime() - begun) / 1_000_000;
      print(Map.of("id", id, "millis", millis, "result", result));
    } catch (ApplicationFailure e) {
      print(Map.of("id", id, "failure", e.getType() + ": " + e.getOriginalMessage()));
    } catch (JsonProcessingException | RuntimeException e) {
      print(Map.of("id", id, "failure", e.toString()));
    }
  }

  private Object run(String step, JsonNode request) throws JsonProcessingException {
    return switch (step) {
      case "archive" -> backups.archive(JSON.treeToValue(request, ArchiveRequest.class));
      case "take" -> backups.take(JSON.treeToValue(request, TakeRequest.class));
      case "prune" -> backups.prune(JSON.treeToValue(request, PruneRequest.class));
      case "plan" -> backups.planRestore(JSON.treeToValue(request, RestoreQuery.class));
      case "fetch" -> backups.fetch(JSON.treeToValue(request, FetchRequest.class));
      case "replay" -> backups.replay(JSON.treeToValue(request, ReplayRequest.class));
      case "verify" -> backups.verify(JSON.treeToValue(request, RestoredCheck.class));
      case "discard" -> backups.discard(JSON.treeToValue(request, RestoredServer.class));
      default -> throw new IllegalArgumentException("unknown step " + step);
    };
  }

  private static synchronized void print(Map<String, Object> answer) {
    try {
      System.out.println(JSON.writeValueAsString(answer));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer is always written", e);
    }
  }
}
