package io.traceo.starters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.client.WorkflowStub;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command against a real server of the SDK and a plan that is played. */
@Timeout(60)
class PlanCommandTest extends PlayedCommands {

  @Test
  void aPlanOfAllGroupsIsFollowedAndShown() {
    assertThat(cli.run("capacity", "plan")).as(cli.err()).isZero();
    assertThat(cli.out())
        .contains("PLAN OF CAPACITY OK", "groups       all", "workflow     capacity-plan, run")
        .contains("histories", "3 of 3 regions")
        .contains("kept as /reports/capacity-plan-na-1.json")
        .contains("traceo report open capacity-plan-na-1");
  }

  @ParameterizedTest
  @CsvSource({"REFUSED, 4", "SHORT, 1"})
  void whatIsNotWellEndsWithItsOwnCode(String verdict, int code) {
    assertThat(cli.run("capacity", "plan", "na", "--reason", verdict)).isEqualTo(code);
    assertThat(cli.out())
        .contains("PLAN OF CAPACITY " + verdict, "region us-west-2")
        .contains("workflow     capacity-plan/na");
  }

  @Test
  void theLastLineOfJsonIsTheReport() throws Exception {
    assertThat(cli.run("capacity", "plan", "na", "--json")).isZero();
    JsonNode last = new ObjectMapper().readTree(cli.lines().get(cli.lines().size() - 1));
    assertThat(last.path("kind").asText()).isEqualTo("CAPACITY_PLAN");
    assertThat(last.path("group").asText()).isEqualTo("na");
  }

  @Test
  void anUnknownGroupIsRefusedBeforeAnythingStarts() {
    assertThat(cli.run("capacity", "plan", "nn")).isEqualTo(ExitCodes.USAGE);
    assertThat(cli.err()).contains("unknown group nn; known groups are ");
  }

  @Test
  void aCancelledPlanSaysThatNothingWasChanged() throws Exception {
    CompletableFuture<Integer> running =
        CompletableFuture.supplyAsync(() -> cli.run("capacity", "plan", "--reason", "wait"));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!cli.out().contains("-- histories")) {
      assertThat(System.nanoTime()).as(cli.out()).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
    }
    WorkflowStub run = server.client().newUntypedWorkflowStub("capacity-plan");
    run.cancel();
    assertThat(running.get(30, TimeUnit.SECONDS)).isEqualTo(ExitCodes.FAILED);
    assertThat(cli.err()).contains("capacity-plan was cancelled; nothing was changed");
  }
}
