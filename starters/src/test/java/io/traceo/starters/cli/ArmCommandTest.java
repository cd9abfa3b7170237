package io.traceo.starters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** arm, disarm and status against a real server of the SDK and a group that is played. */
@Timeout(60)
class ArmCommandTest extends PlayedCommands {

  @AfterEach
  void endGroup() {
    try {
      server.client().newUntypedWorkflowStub("group/na").terminate("end of test");
    } catch (io.temporal.client.WorkflowNotFoundException e) {
      // The test started none.
    }
  }

  private int run(String... arguments) {
    cli = new Cli(home);
    return cli.run(arguments);
  }

  @Test
  void startsTheGroupWhenAbsentAndRecordsWhoAndWhy() {
    assertThat(run("arm", "na", "--reason", "a quiet week")).as(cli.err()).isZero();
    assertThat(cli.out())
        .startsWith("group na: armed by os:" + System.getProperty("user.name") + " (unproven) at ")
        .contains("Z: a quiet week");

    assertThat(run("arm", "na", "--reason", "again", "--by", "bob")).isZero();
    assertThat(cli.out()).contains("group na: already armed by os:", "a quiet week");

    assertThat(run("disarm", "na", "--reason", "migration", "--by", "bob")).isZero();
    assertThat(cli.out()).contains("group na: disarmed by bob (unproven) at 20", ": migration");
  }

  @Test
  void statusShowsTheDecisionTheCountsAndTheLastLines() {
    assertThat(run("arm", "na", "--reason", "a quiet week", "--by", "bob")).isZero();
    assertThat(run("status", "na")).as(cli.err()).isZero();
    assertThat(cli.out())
        .contains(
            "armed    yes, armed by bob (unproven) at 2026-",
            "alarms   3 false alarms, 1 missed outage",
            "would have failed over at 2026-",
            "because LEADER_DEAD, to us-west-2 (most advanced); false alarm, us-east-1 led and"
                + " wrote again after 19200 ms")
        .doesNotContain("missed outage, us-east-1");
    assertThat(run("status", "na", "--json")).isZero();
    assertThat(cli.out()).contains("\"falseAlarms\":3", "\"atMillis\":1795500000000");
  }

  @Test
  void aReasonIsNeeded() {
    assertThat(run("arm", "na")).isEqualTo(ExitCodes.USAGE);
    assertThat(cli.err()).contains("--reason");
    assertThat(run("disarm", "na", "--reason", " ")).isEqualTo(ExitCodes.USAGE);
    assertThat(cli.err()).contains("--reason is empty");
  }

  @Test
  void anUnknownGroupIsRefusedBeforeAnythingIsStarted() {
    assertThat(run("arm", "mars", "--reason", "why not")).isEqualTo(ExitCodes.USAGE);
    assertThat(cli.err()).contains("unknown group mars; known groups are na");
  }

  @Test
  void withoutATemporalAddressThereIsANextStep() {
    TestEnvironment.up = false;
    assertThat(run("arm", "na", "--reason", "a quiet week")).isEqualTo(ExitCodes.ENVIRONMENT);
    assertThat(cli.err()).contains("traceo lab up", "TEMPORAL_ADDRESS").doesNotContain("\tat ");
    assertThat(TestEnvironment.BROUGHT_UP).hasValue(0);
  }

  @Test
  void whatTheGroupRejectsIsSaid() {
    assertThat(run("disarm", "na", "--reason", "rejected")).isEqualTo(ExitCodes.FAILED);
    assertThat(cli.err())
        .contains("no disarm of group na", "field \"reason\" is missing", "traceo status na")
        .doesNotContain("\tat ");
  }
}
