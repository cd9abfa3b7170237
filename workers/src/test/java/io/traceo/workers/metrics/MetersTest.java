package io.traceo.workers.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import io.traceo.activities.health.ProbeCounts;
import io.traceo.activities.health.WatchFigures;
import io.traceo.activities.meters.Meters;
import io.traceo.workers.ProcessEndpoint;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.alert.Alert;
import io.traceo.workflows.alert.AlertKind;
import io.traceo.workflows.budget.Budget;
import io.traceo.workflows.budget.ExpiryAction;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.StepRunner;
import io.traceo.workflows.contract.PayloadMapper;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.drill.DrillReport;
import io.traceo.workflows.failover.FailoverMode;
import io.traceo.workflows.group.FailoverSummary;
import io.traceo.workflows.group.Grant;
import io.traceo.workflows.group.GroupStatus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a worker's own endpoint shows after it has run something against a real in-memory server.
 */
class MetersTest {
  private static final String QUEUE = "q";

  @TempDir Path folder;
  private final Meters meters = new Meters();
  private TestWorkflowEnvironment environment;
  private WorkflowClient client;
  private ProcessEndpoint endpoint;

  /** Takes what runs hand over at their end. */
  @ActivityInterface(namePrefix = "Told")
  public interface Told {
    /** A failover goes on, or has ended. */
    Receipt release(Grant.Release release);

    /** A drill has ended. */
    Receipt drill(DrillReport report);

    /** Fails for what is over. */
    Receipt alert(Alert alert);
  }

  /** As said. */
  public static final class ToldImpl implements Told {
    @Override
    public Receipt release(Grant.Release release) {
      return Receipt.done("released");
    }

    @Override
    public Receipt drill(DrillReport report) {
      return Receipt.done("kept");
    }

    @Override
    public Receipt alert(Alert alert) {
      if (alert.resolved()) {
        throw io.temporal.failure.ApplicationFailure.newNonRetryableFailure("no", "No");
      }
      return Receipt.done("taken");
    }
  }

  /** A run with a step. */
  @WorkflowInterface
  public interface Run {
    /** Runs it. */
    @WorkflowMethod(name = "Failover")
    void run(DrillReport report);
  }

  /** As said. */
  public static final class RunImpl implements Run {
    @Override
    public void run(DrillReport report) {
      Told told =
          Workflow.newActivityStub(
              Told.class,
              ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofSeconds(5)).build());
      Budget budget = new Budget(Duration.ofSeconds(10), ExpiryAction.ABORT);
      Receipt unused =
          new StepRunner(new Journal())
              .run("route", budget, () -> told.release(release("PROMOTED", null)));
      told.release(release("RESUMED", 9_000L));
      told.release(release("PROTECTED", 9_000L));
      told.drill(report);
      told.alert(alert(false));
      try {
        told.alert(alert(true));
      } catch (io.temporal.failure.ActivityFailure e) {
        // Not taken, as it is to be.
        Workflow.getLogger(RunImpl.class).debug("not taken", e);
      }
    }

    private static Grant.Release release(String stage, Long resumed) {
      return new Grant.Release(
          "na",
          "na-1",
          new FailoverSummary(
              "f",
              FailoverMode.UNPLANNED,
              "a",
              "b",
              2,
              stage,
              null,
              1_000L,
              1_500L,
              resumed,
              List.of()));
    }

    private static Alert alert(boolean over) {
      return new Alert(
          AlertKind.DETECTION, "na", "r", AlertKind.Severity.CRITICAL, "s", 0, over, Map.of());
    }
  }

  /** A group that answers. */
  @WorkflowInterface
  public interface Group {
    /** Stays. */
    @WorkflowMethod
    void run(GroupStatus status);

    /** What it was started with. */
    @QueryMethod
    GroupStatus status();
  }

  /** As said. */
  public static final class GroupImpl implements Group {
    private GroupStatus status;

    @Override
    public void run(GroupStatus started) {
      status = started;
      Workflow.await(() -> false);
    }

    @Override
    public GroupStatus status() {
      return status;
    }
  }

  @BeforeEach
  void start() throws IOException {
    environment =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setUseTimeskipping(false)
                .setMetricsScope(meters.scope())
                .setWorkerFactoryOptions(
                    WorkerFactoryOptions.newBuilder()
                        .setWorkerInterceptors(new RunMeters(meters.registry()))
                        .build())
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setDataConverter(PayloadMapper.dataConverter())
                        .build())
                .build());
    client = environment.getWorkflowClient();
    Worker worker = environment.newWorker(QUEUE);
    worker.registerWorkflowImplementationTypes(RunImpl.class, GroupImpl.class);
    worker.registerActivitiesImplementations(new ToldImpl());
    environment.start();
    endpoint = ProcessEndpoint.start(folder.resolve("port"), new ProbeCounts(), meters);
  }

  @AfterEach
  void stop() {
    endpoint.close();
    environment.close();
    meters.close();
  }

  private <T> T stub(Class<T> type, String id) {
    return client.newWorkflowStub(
        type, WorkflowOptions.newBuilder().setWorkflowId(id).setTaskQueue(QUEUE).build());
  }

  private String metrics() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + endpoint.port() + "/metrics"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue(Meters.CONTENT_TYPE);
    return answer.body();
  }

  /** Until a line begins like this; the SDK's own come every 2 s. */
  private String awaitLine(String beginning) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    String text = metrics();
    while (text.lines().noneMatch(l -> l.startsWith(beginning))) {
      assertThat(System.nanoTime()).as("no " + beginning + " in\n" + text).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(50);
      text = metrics();
    }
    return text;
  }

  private static String value(String text, String series) {
    return text.lines()
        .filter(l -> l.startsWith(series + " "))
        .map(l -> l.substring(series.length() + 1))
        .findFirst()
        .orElse("none");
  }

  private void run() throws IOException {
    ObjectMapper mapper = PayloadMapper.create();
    GroupStatus status =
        mapper.readValue(
            """
            {"group":"na","leader":"us-east-1","followers":["us-west-2"],"epoch":7,"armed":true,
             "verdict":"HEALTHY","watching":3,"observations":[],"wouldHave":[],"events":[]}
            """,
            GroupStatus.class);
    WorkflowClient.start(stub(Group.class, WorkflowIds.group("na"))::run, status);
    DrillReport report =
        mapper.readValue(
            """
            {"schema":1,"reportId":"x","group":"na","verdict":"PASSED","mode":"UNPLANNED",
             "clocks":{"detectedMs":1200,"firstAcknowledgedWriteMs":2200}}
            """,
            DrillReport.class);
    stub(Run.class, "f").run(report);
    ObserverMeters.bind(meters, () -> List.of(new WatchFigures("na", "us-east-1", 12L, 250L)));
  }

  @Test
  void aWorkerShowsWhatItsRunsGroupsAndObserversMeasured() throws Exception {
    run();
    try (GroupMeters unused =
        GroupMeters.start(meters.registry(), client, List.of("na", "eu"), Duration.ofMillis(100))) {
      awaitLine("traceo_group_epoch");
      awaitLine("temporal_workflow_completed_total");
      String text = awaitLine("traceo_step_budget_used_ratio");

      assertThat(value(text, "traceo_group_epoch{group=\"na\"}")).isEqualTo("7.0");
      assertThat(value(text, "traceo_group_answers{group=\"eu\"}")).isEqualTo("0.0");
      assertThat(value(text, "traceo_group_leader{group=\"na\",region=\"us-west-2\"}"))
          .isEqualTo("0.0");
      assertThat(value(text, "traceo_group_verdict{group=\"na\",verdict=\"HEALTHY\"}"))
          .isEqualTo("1.0");
      assertThat(value(text, "traceo_approvals_waiting{group=\"na\"}")).isEqualTo("0.0");
      assertThat(value(text, "traceo_failover_seconds_sum{group=\"na\",mode=\"UNPLANNED\"}"))
          .isEqualTo("7.5");
      assertThat(
              value(
                  text,
                  "traceo_failovers_total{group=\"na\",mode=\"UNPLANNED\",outcome=\"PROTECTED\"}"))
          .isEqualTo("1.0");
      assertThat(value(text, "traceo_detection_seconds_sum{group=\"na\",mode=\"UNPLANNED\"}"))
          .isEqualTo("1.2");
      assertThat(
              value(
                  text, "traceo_drills_total{group=\"na\",mode=\"UNPLANNED\",verdict=\"PASSED\"}"))
          .isEqualTo("1.0");
      assertThat(value(text, "traceo_alerts_total{kind=\"DETECTION\",taken=\"false\"}"))
          .isEqualTo("1.0");
      assertThat(value(text, "traceo_replication_lag_seconds{group=\"na\",region=\"us-east-1\"}"))
          .isEqualTo("0.25");
      assertThat(text)
          .containsPattern("traceo_step_seconds_count\\{.*outcome=\"DONE\".*step=\"route\"")
          .contains("jvm_memory_used_bytes", "process_uptime_seconds");
    }
  }

  @Test
  void everyMeasureThatTheRulesUseIsThere() throws Exception {
    run();
    Set<String> used = new TreeSet<>();
    Matcher names =
        Pattern.compile("\\btraceo_(?!incident)[a-z_]+")
            .matcher(Files.readString(Path.of("..", "docker", "prometheus", "rules.yml")));
    while (names.find()) {
      used.add(names.group());
    }
    assertThat(used).hasSizeGreaterThan(3);
    try (GroupMeters unused =
        GroupMeters.start(meters.registry(), client, List.of("na"), Duration.ofMillis(100))) {
      for (String name : used) {
        awaitLine(name);
      }
    }
  }
}
