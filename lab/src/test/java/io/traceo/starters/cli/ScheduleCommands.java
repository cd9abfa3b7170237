package io.traceo.starters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.common.converter.EncodedValues;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.DynamicWorkflow;
import io.temporal.workflow.Workflow;
import io.traceo.activities.Counterparts;
import io.traceo.lab.temporal.RunningTemporal;
import io.traceo.lab.temporal.TemporalServers;
import io.traceo.workers.TemporalConnection;
import io.traceo.workflows.contract.TaskQueues;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A real Temporal server that keeps schedules, and the commands as a user types them. */
abstract class ScheduleCommands {
  static final String FOREIGN = "somebody/elses";
  static final String ISOLATED = "traceo-china";

  @TempDir static Path folder;
  static RunningTemporal temporal;
  static TemporalConnection connection;
  static TemporalConnection isolated;
  static WorkerFactory workers;
  static Path runbooks;
  static String out = "";
  static String err = "";

  /** Ends as a drill does, or goes on until it is ended when its reason says so. */
  public static final class Played implements DynamicWorkflow {
    @Override
    public Object execute(EncodedValues arguments) {
      JsonNode request = arguments.get(0, JsonNode.class);
      if (request.path("group").asText().equals("eu")) {
        Workflow.sleep(Duration.ofDays(1));
      }
      return Map.of("verdict", "FAILED", "reason", "two writes are missing");
    }
  }

  @BeforeAll
  static void start() throws Exception {
    temporal =
        TemporalServers.start(
            "127.0.0.1",
            freePort(),
            freePort(),
            List.of(ISOLATED),
            Files.createDirectories(folder.resolve("temporal")),
            false,
            System.out::println);
    if (temporal.pid() == null) {
      Counterparts.lacks("temporal");
      Assumptions.abort("no Temporal server is here");
    }
    connection = open("default");
    isolated = open(ISOLATED);
    workers = WorkerFactory.newInstance(connection.client());
    workers.newWorker(TaskQueues.CONTROL).registerWorkflowImplementationTypes(Played.class);
    workers.start();
    Path shipped = Path.of("..", "runbooks").toRealPath();
    runbooks = Files.createDirectories(folder.resolve("runbooks"));
    try (Stream<Path> all = Files.list(shipped)) {
      for (Path file : all.filter(f -> f.toString().endsWith(".yaml")).toList()) {
        Files.copy(file, runbooks.resolve(file.getFileName().toString()));
      }
    }
    // Fewer groups are quicker, and prove the same.
    Path topology = runbooks.resolve("topology.yaml");
    Files.writeString(
        topology,
        Files.readString(topology)
            .replaceAll("(?s)  - id: (india|japan|apac)\\n.*?(?=  - id: )", ""));
    foreign(FOREIGN);
  }

  static void foreign(String id) {
    var unused =
        schedules()
            .createSchedule(
                id,
                Schedule.newBuilder()
                    .setAction(
                        ScheduleActionStartWorkflow.newBuilder()
                            .setWorkflowType("Theirs")
                            .setOptions(
                                WorkflowOptions.newBuilder()
                                    .setWorkflowId("theirs")
                                    .setTaskQueue("theirs")
                                    .build())
                            .build())
                    .setSpec(
                        ScheduleSpec.newBuilder().setCronExpressions(List.of("0 1 1 1 *")).build())
                    .build(),
                ScheduleOptions.newBuilder().build());
  }

  @AfterAll
  static void stop() {
    if (workers != null) {
      workers.shutdownNow();
    }
    for (AutoCloseable open : Stream.of(connection, isolated, temporal).toList()) {
      close(open);
    }
  }

  private static void close(AutoCloseable open) {
    if (open != null) {
      try {
        open.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static TemporalConnection open(String namespace) {
    return TemporalConnection.open(temporal.address(), namespace, "test", Duration.ofSeconds(15));
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  static ScheduleClient schedules() {
    return ScheduleClient.newInstance(connection.client().getWorkflowServiceStubs());
  }

  static int traceo(String... arguments) {
    Map<String, String> environment = new HashMap<>();
    environment.put("TRACEO_HOME", folder.resolve("home").toString());
    environment.put("TEMPORAL_CONFIG_FILE", folder.resolve("none.toml").toString());
    environment.put("TEMPORAL_ADDRESS", temporal.address());
    CommandLine line = Traceo.commandLine(new Settings(environment));
    StringWriter said = new StringWriter();
    StringWriter wrong = new StringWriter();
    line.setOut(new PrintWriter(said, true));
    line.setErr(new PrintWriter(wrong, true));
    int code = line.execute(arguments);
    out = said.toString();
    err = wrong.toString();
    return code;
  }

  /** With the runbooks of this test. */
  static int runbook(String command, String... more) {
    return traceo(
        Stream.concat(
                Stream.of("schedules", command, "--runbooks", runbooks.toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  static void edit(String file, String text, String by) throws IOException {
    String before = Files.readString(runbooks.resolve(file));
    assertThat(before).contains(text);
    Files.writeString(runbooks.resolve(file), before.replace(text, by));
  }

  static JsonNode view(String id) throws IOException {
    for (JsonNode view : Json.mapper().readTree(out)) {
      if (view.path("id").asText().equals(id)) {
        return view;
      }
    }
    throw new AssertionError(id + " is not in " + out);
  }
}
