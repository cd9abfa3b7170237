package io.traceo.starters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.starters.api.RunningApi;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code traceo approve} and {@code abort} through the HTTP API, which knows who asks. */
@Timeout(60)
class RunOrderCommandTest {
  private static final String RUN = "failover/na/2-1";

  @TempDir private Path home;
  private RunningApi api;

  @BeforeEach
  void start() throws Exception {
    Path folder = Files.createDirectories(home.resolve("api"));
    api = new RunningApi(folder);
    api.start("Failover", RUN, Map.of("group", "na", "mode", "UNPLANNED"));
  }

  @AfterEach
  void stop() throws Exception {
    api.close();
  }

  private Cli as(String token) {
    return new Cli(home).with("TRACEO_API", api.uri()).with("TRACEO_API_TOKEN", token);
  }

  @Test
  void whatIsWaitedForIsShownAndOnlyApprovedWithYes() {
    Cli look = as("approver-token");
    assertThat(look.run("approve", RUN)).as(look.err()).isEqualTo(ExitCodes.REFUSED);
    assertThat(look.out())
        .contains(
            "waits for  failover/na/",
            "loss       up to 4 KB",
            "subject",
            "approve this with --yes");

    Cli viewer = as("viewer-token");
    assertThat(viewer.run("approve", RUN, "--yes")).isEqualTo(ExitCodes.REFUSED);
    assertThat(viewer.err()).contains("the API refuses (403)", "approver");

    Cli yes = as("approver-token");
    assertThat(yes.run("approve", RUN, "--yes")).as(yes.err()).isZero();
  }

  @Test
  void anAbortNeedsAReasonAndTheRole() {
    Cli none = as("operator-token");
    assertThat(none.run("abort", RUN)).isEqualTo(ExitCodes.USAGE);
    assertThat(none.err()).contains("--reason is missing");
    Cli abort = as("operator-token");
    assertThat(abort.run("abort", RUN, "--reason", "it is back")).as(abort.err()).isZero();
  }

  @Test
  void aTokenIsNotSentInTheClear() {
    Cli far = new Cli(home).with("TRACEO_API", "http://api.example").with("TRACEO_API_TOKEN", "x");
    assertThat(far.run("abort", RUN, "--reason", "why")).isEqualTo(ExitCodes.ENVIRONMENT);
    assertThat(far.err()).contains("over https only");
    Cli none = new Cli(home).with("TRACEO_API", "https://api.example");
    assertThat(none.run("abort", RUN, "--reason", "why")).isEqualTo(ExitCodes.ENVIRONMENT);
    assertThat(none.err()).contains("TRACEO_API_TOKEN is not");
  }

  @Test
  void whatIsNoRunIsSaid() {
    Cli cli = as("approver-token");
    assertThat(cli.run("approve", "na")).isEqualTo(ExitCodes.USAGE);
    assertThat(cli.err()).contains("names no run");
    Cli gone = as("approver-token");
    assertThat(gone.run("approve", "failover/na/9-9")).isEqualTo(ExitCodes.REFUSED);
    assertThat(gone.err()).contains("the API refuses (404)");
  }
}
