package io.traceo.starters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code traceo capacity rollout}, pause and resume, with a rollout that is played. */
@Timeout(60)
class RolloutCommandTest extends PlayedCommands {

  private int rollOut(Cli by, String... more) {
    String[] arguments = new String[5 + more.length];
    System.arraycopy(
        new String[] {"capacity", "rollout", "na", "--size", "us-west-1=30:300"},
        0,
        arguments,
        0,
        5);
    System.arraycopy(more, 0, arguments, 5, more.length);
    return by.run(arguments);
  }

  @ParameterizedTest
  @CsvSource({
    "autumn, 0, ROLLOUT OF CAPACITY DONE",
    "gate, 1, ROLLOUT OF CAPACITY ROLLED_BACK",
    "stuck, 1, ROLLOUT OF CAPACITY FAILED",
    "busy, 4, ROLLOUT OF CAPACITY REFUSED"
  })
  void theVerdictIsTheExitCode(String reason, int code, String said) {
    assertThat(rollOut(cli, "--size", "us-west-2=40:400", "--reason", reason))
        .as(cli.err())
        .isEqualTo(code);
    assertThat(cli.out())
        .contains(said, "batch 1: us-west-1 30 to 300 replicas")
        .contains("us-west-1={minimum=30, maximum=300}", "us-west-2={minimum=40, maximum=400}")
        .contains("kept as /reports/" + FakeRollout.REPORT + ".json")
        .contains("traceo report open " + FakeRollout.REPORT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "30",
        "30:",
        "thirty:300",
        "30.5:300",
        "30:300:3000",
        ":",
        "30-300",
        "99999999999:1"
      })
  void aSizeThatIsNoneIsRefusedWithAnExample(String size) {
    assertThat(cli.run("capacity", "rollout", "na", "--size", "us-west-1=" + size))
        .isEqualTo(ExitCodes.USAGE);
    assertThat(cli.err())
        .contains("--size us-west-1=" + size + ": type it as REGION=MIN:MAX, such as us-west-2=30:")
        .doesNotContain("\tat ");
  }

  @Test
  void whatWasTypedWrongIsRefusedBeforeAnythingStarts() {
    assertThat(
            cli.run(
                "capacity",
                "rollout",
                "mars",
                "--size",
                "us-wset-2=9:3",
                "--size",
                "us-west-1=0:4"))
        .isEqualTo(ExitCodes.USAGE);
    assertThat(cli.err())
        .contains("unknown group mars", "unknown region us-wset-2")
        .contains("sizes.us-wset-2.minimum is 9, above its maximum of 3")
        .contains("sizes.us-west-1.minimum is 0; it must be 1 or more");
    Cli none = new Cli(home);
    assertThat(none.run("capacity", "rollout", "na")).isEqualTo(ExitCodes.USAGE);
    assertThat(none.err()).contains("--size");
  }

  @Test
  void againstAConfiguredServerOnlyThePlanWithoutYes() {
    cli.with("TEMPORAL_ADDRESS", server.address());
    assertThat(rollOut(cli)).as(cli.err()).isEqualTo(ExitCodes.REFUSED);
    assertThat(cli.out()).contains("ROLLOUT OF CAPACITY PLANNED", "start the rollout with --yes");
    Cli plan = new Cli(home).with("TEMPORAL_ADDRESS", server.address());
    assertThat(rollOut(plan, "--dry-run")).as(plan.err()).isZero();
    assertThat(plan.out()).doesNotContain("--yes");
    Cli yes = new Cli(home).with("TEMPORAL_ADDRESS", server.address());
    assertThat(rollOut(yes, "--yes")).as(yes.err()).isZero();
    assertThat(yes.out()).contains("ROLLOUT OF CAPACITY DONE");
  }

  @Test
  void inJsonTheLastLineIsTheReport() throws IOException {
    assertThat(rollOut(cli, "--json", "--force")).isZero();
    var report = new ObjectMapper().readTree(cli.lines().get(cli.lines().size() - 1));
    assertThat(report.path("verdict").asText()).isEqualTo("DONE");
    assertThat(report.path("forced").asBoolean()).isTrue();
  }

  @Test
  void oneThatRunsIsPausedAndResumedAndSaysWhoDidItBefore() throws Exception {
    CompletableFuture<Integer> exit = inBackground("--reason", "hold");
    awaitOutput("-- batch 1 of 2");
    Cli pause = new Cli(home);
    assertThat(pause.run("pause", "capacity-rollout/na", "--reason", "lunch"))
        .as(pause.err())
        .isZero();
    assertThat(pause.out()).contains("capacity-rollout/na: paused: no further batch begins");
    Cli again = new Cli(home);
    assertThat(again.run("pause", "capacity-rollout/na", "--reason", "too")).isZero();
    assertThat(again.out()).contains("paused by os:", " (unproven): lunch");
    awaitOutput("paused by os:");
    Cli second = new Cli(home);
    assertThat(rollOut(second)).isEqualTo(ExitCodes.REFUSED);
    assertThat(second.err()).contains("capacity-rollout/na runs already (run ");
    Cli resume = new Cli(home);
    assertThat(resume.run("resume", "capacity-rollout/na", "--reason", "back")).isZero();
    assertThat(resume.out()).contains("capacity-rollout/na: resumed");
    assertThat(exit.get(30, TimeUnit.SECONDS)).as(cli.err()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pause", "resume"})
  void whereNoRolloutRunsNothingIsHeld(String order) {
    assertThat(cli.run(order, "capacity-rollout/na", "--reason", "lunch"))
        .isEqualTo(ExitCodes.REFUSED);
    assertThat(cli.err()).contains("capacity-rollout/na is not open");
    Cli blank = new Cli(home);
    assertThat(blank.run(order, "capacity-rollout/na", "--reason", " ")).isEqualTo(ExitCodes.USAGE);
    assertThat(blank.err()).contains("--reason is missing");
    Cli mars = new Cli(home);
    assertThat(mars.run(order, "capacity-rollout/mars", "--reason", "x"))
        .isEqualTo(ExitCodes.USAGE);
    assertThat(mars.err()).contains("unknown group mars");
  }

  @Test
  void anInterruptTakesBackAndShowsTheReportThatItKept() throws Exception {
    Path reports = Files.createDirectories(home.resolve("reports"));
    Files.writeString(
        reports.resolve(FakeRollout.REPORT + ".json"),
        "{\"reportId\":\"%s\",\"kind\":\"CAPACITY_ROLLOUT\",\"verdict\":\"ROLLED_BACK\",\"reason\":\"asked\",\"startedAt\":\"2026\"}"
            .formatted(FakeRollout.REPORT));
    CompletableFuture<Integer> exit = inBackground("--reason", "wait");
    awaitOutput("-- batch 1 of 2");
    raise("TERM");
    assertThat(exit.get(30, TimeUnit.SECONDS)).as(cli.err()).isEqualTo(ExitCodes.FAILED);
    assertThat(cli.out())
        .contains("stopping: every region that was touched gets back what it had")
        .contains("ROLLOUT OF CAPACITY ROLLED_BACK");
  }

  private CompletableFuture<Integer> inBackground(String... more) {
    return CompletableFuture.supplyAsync(() -> rollOut(cli, more), runner);
  }

  private void awaitOutput(String text) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!cli.out().contains(text)) {
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
