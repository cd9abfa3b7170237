package io.traceo.starters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole command against a real server of the SDK and a drill that is played. */
@Timeout(60)
class DrillCommandTest extends PlayedCommands {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @BeforeEach
  void nothingIsUp() {
    TestEnvironment.up = false;
  }

  @Test
  void bringsAnEnvironmentUpAndDownAndEndsWellWhenEveryObjectiveHeld() {
    assertThat(cli.run("drill")).as(cli.err()).isZero();
    assertThat(TestEnvironment.BROUGHT_UP).hasValue(1);
    assertThat(TestEnvironment.CLOSED).hasValue(1);
    assertThat(cli.out())
        .contains("Web UI: http://ui.test", "DRILL PASSED", "kept as /reports/it.json")
        .containsPattern("promote +214 ms of 5000 ms +DONE +us-west-2")
        .containsPattern("!! .*route is late");
  }

  @Test
  void usesTheOneThatIsUpAndLeavesItUp() {
    TestEnvironment.up = true;
    assertThat(cli.run("drill", "na", "--reason", "fail")).isEqualTo(ExitCodes.FAILED);
    assertThat(TestEnvironment.BROUGHT_UP).hasValue(0);
    assertThat(TestEnvironment.CLOSED).hasValue(0);
    assertThat(cli.out()).contains("using a test environment", "not met: detection");
  }

  @Test
  void inJsonEveryLineIsAnEventAndTheLastOneTheReport() throws IOException {
    assertThat(cli.run("drill", "--json", "--fault", "kill")).isZero();
    for (String line : cli.lines().subList(0, cli.lines().size() - 1)) {
      JsonNode event = MAPPER.readTree(line);
      assertThat(event.hasNonNull("event")).as(line).isTrue();
      assertThat(event.hasNonNull("elapsedMs")).as(line).isTrue();
    }
    JsonNode report = MAPPER.readTree(cli.lines().get(cli.lines().size() - 1));
    assertThat(report.path("schema").asInt()).isEqualTo(1);
    assertThat(report.path("verdict").asText()).isEqualTo("PASSED");
    assertThat(report.path("fault").asText()).isEqualTo("kill");
    assertThat(cli.err()).isEmpty();
  }

  @Test
  void aSecondDrillEndsAtOnceNamingTheFirstWhichGoesOn() {
    WorkflowStub first = server.startDrill("drill/na", Map.of("group", "na", "reason", "wait"));
    try {
      assertThat(cli.run("drill")).isEqualTo(ExitCodes.REFUSED);
      assertThat(cli.err())
          .contains("drill/na runs already (run " + first.getExecution().getRunId() + ")")
          .doesNotContain("\tat ");
      assertThat(first.describe().getStatus())
          .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
    } finally {
      first.terminate("end of test");
    }
  }

  @Test
  void whatIsUnknownIsRefusedBeforeAnythingIsBroughtUp() {
    assertThat(cli.run("drill", "mars", "--target", "us-esat-1", "--mode", "sideways"))
        .isEqualTo(ExitCodes.USAGE);
    assertThat(cli.err())
        .contains("unknown group mars; known groups are na, eu, china, india, japan, apac, sa")
        .contains(
            "unknown region us-esat-1; known regions are us-east-1, us-west-2, us-west-1, eu-")
        .contains("mode is \"sideways\"; it can be [UNPLANNED, SWITCHOVER, COLD]");
    assertThat(TestEnvironment.BROUGHT_UP).hasValue(0);
  }

  @Test
  void againstAConfiguredServerOnlyThePlanWithoutYes() {
    cli.with("TEMPORAL_ADDRESS", server.address());
    assertThat(cli.run("drill", "--reason", "fail")).isEqualTo(ExitCodes.REFUSED);
    assertThat(cli.out())
        .contains("fault: BLACKHOLE of us-east-1", "start the drill with --yes", "DRILL PLANNED");
    assertThat(TestEnvironment.BROUGHT_UP).hasValue(0);
  }

  @Test
  void againstAConfiguredServerTheDrillWithYes() {
    TestEnvironment.up = true;
    cli.with("TEMPORAL_ADDRESS", server.address());
    assertThat(cli.run("drill", "--yes")).isZero();
    assertThat(cli.out()).contains("DRILL PASSED").doesNotContain("a test environment");
  }

  @Test
  void aPlanThatWasAskedForIsNoFailure() {
    assertThat(cli.run("drill", "--dry-run")).isZero();
    assertThat(cli.out()).contains("DRILL PLANNED").doesNotContain("--yes");
  }

  @Test
  void aConfiguredServerThatDoesNotAnswerIsNeverReplaced() throws IOException {
    TestEnvironment.up = true;
    String nobody = "127.84.0.1:" + InMemory.freePort();
    cli.with("TEMPORAL_ADDRESS", nobody);
    assertThat(cli.run("drill", "--yes")).isEqualTo(ExitCodes.ENVIRONMENT);
    assertThat(cli.err())
        .contains("Temporal at " + nobody, "does not answer", "Nothing else is tried")
        .doesNotContain("\tat ");
    assertThat(cli.out()).doesNotContain("a test environment");
  }

  @Test
  void anEnvironmentThatCanNotComeUpSaysWhatIsInTheWay() {
    TestEnvironment.obstacle = "port 15432 of 127.84.1.1 is in use; free it";
    assertThat(cli.run("drill")).isEqualTo(ExitCodes.ENVIRONMENT);
    assertThat(cli.err()).contains("port 15432 of 127.84.1.1 is in use; free it");
  }

  @Test
  void anInterruptLetsTheDrillRestoreAndShowsTheReportItKept() throws Exception {
    Path reports = Files.createDirectories(home.resolve("reports"));
    Files.writeString(
        reports.resolve(FakeDrill.REPORT + ".json"),
        "{\"reportId\":\"%s\",\"verdict\":\"FAILED\",\"reason\":\"asked to stop\",\"startedAt\":\"2026\"}"
            .formatted(FakeDrill.REPORT));
    CompletableFuture<Integer> exit = waitingDrill();
    raise("TERM");
    assertThat(exit.get(30, TimeUnit.SECONDS)).as(cli.err()).isEqualTo(ExitCodes.FAILED);
    assertThat(cli.out()).contains("stopping: the fault is lifted", "DRILL FAILED\n");
    assertThat(cli.out()).contains("asked to stop");
  }

  @Test
  void aStoppedDrillWhoseReportIsElsewhereSaysWhere() throws Exception {
    CompletableFuture<Integer> exit = waitingDrill();
    raise("TERM");
    assertThat(exit.get(30, TimeUnit.SECONDS)).isEqualTo(ExitCodes.FAILED);
    assertThat(cli.err()).contains("the drill was stopped; its report " + FakeDrill.REPORT);
  }

  private CompletableFuture<Integer> waitingDrill() throws InterruptedException {
    TestEnvironment.up = true;
    CompletableFuture<Integer> exit =
        CompletableFuture.supplyAsync(() -> cli.run("drill", "--reason", "wait"), runner);
    awaitOutput("fault");
    return exit;
  }

  private void awaitOutput(String text) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!cli.out().contains("-- " + text)) {
      assertThat(System.nanoTime()).as(cli.out()).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static void raise(String name) throws ReflectiveOperationException {
    Class<?> type = Class.forName("sun.misc.Signal");
    Object signal = type.getConstructor(String.class).newInstance(name);
    type.getMethod("raise", type).invoke(null, signal);
  }
}
