package io.traceo.starters.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.WorkflowNotFoundException;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** freeze, unfreeze and explain against a real server of the SDK and groups that are played. */
@Timeout(60)
class FreezeCommandTest extends PlayedCommands {

  @AfterEach
  void endGroups() {
    for (String group : new String[] {"na", "eu"}) {
      try {
        server.client().newUntypedWorkflowStub("group/" + group).terminate("end of test");
      } catch (WorkflowNotFoundException e) {
        // The test started none.
      }
    }
  }

  private int run(String... arguments) {
    cli = new Cli(home);
    return cli.run(arguments);
  }

  @Test
  void freezesAndLiftsWithNameReasonAndEnd() {
    assertThat(run("freeze", "na", "--reason", "migration", "--until", "2h"))
        .as(cli.err())
        .isZero();
    assertThat(cli.out())
        .startsWith("group na: frozen by os:" + System.getProperty("user.name") + " (unproven) at ")
        .contains(" until 20", ": migration");
    assertThat(run("status", "na")).isZero();
    assertThat(cli.out()).contains("frozen   frozen by os:");
    assertThat(run("unfreeze", "na", "--reason", "done", "--by", "bob")).as(cli.err()).isZero();
    assertThat(cli.out()).contains("group na: unfrozen by bob (unproven): done");
    assertThat(run("status", "na")).isZero();
    assertThat(cli.out()).doesNotContain("frozen");
  }

  @Test
  void allIsEveryGroupThatTheLabRuns() {
    assertThat(run("freeze", "--all", "--reason", "storm", "--until", "1h")).as(cli.err()).isZero();
    assertThat(cli.lines()).hasSize(1).first().asString().startsWith("group na: frozen by");
  }

  @Test
  void onAConfiguredServerAllIsEveryGroupThatIsWatchedThere() {
    assertThat(configured("freeze", "--all", "--reason", "storm", "--until", "1h"))
        .isEqualTo(ExitCodes.FAILED);
    assertThat(cli.err()).contains("no group of the topology is watched in namespace default");
    assertThat(configured("arm", "na", "--reason", "start it")).as(cli.err()).isZero();
    assertThat(configured("arm", "eu", "--reason", "start it")).as(cli.err()).isZero();
    assertThat(configured("freeze", "--all", "--reason", "storm", "--until", "1h"))
        .as(cli.err())
        .isZero();
    assertThat(cli.lines()).hasSize(2).allMatch(line -> line.contains(": frozen by os:"));
    assertThat(cli.out()).contains("group na:", "group eu:").doesNotContain("group sa:");
  }

  private int configured(String... arguments) {
    cli = new Cli(home).with("TEMPORAL_ADDRESS", server.address());
    return cli.run(arguments);
  }

  @Test
  void aGroupAReasonAndAnEndToComeAreNeeded() {
    assertThat(run("freeze", "na", "--reason", "why")).isEqualTo(ExitCodes.USAGE);
    assertThat(cli.err()).contains("--until");
    assertThat(run("freeze", "na", "--until", "2h")).isEqualTo(ExitCodes.USAGE);
    assertThat(cli.err()).contains("--reason");
    assertThat(run("freeze", "--reason", "why", "--until", "2h")).isEqualTo(ExitCodes.USAGE);
    assertThat(cli.err()).contains("name one group, or all of them with --all");
    assertThat(run("freeze", "na", "--all", "--reason", "why", "--until", "2h"))
        .isEqualTo(ExitCodes.USAGE);
    assertThat(run("freeze", "mars", "--reason", "why", "--until", "2h"))
        .isEqualTo(ExitCodes.USAGE);
    assertThat(cli.err()).contains("unknown group mars");
    assertThat(run("freeze", "na", "--reason", "why", "--until", "tomorrow"))
        .isEqualTo(ExitCodes.USAGE);
    assertThat(cli.err()).contains("can't be understood; type 2h");
    assertThat(run("freeze", "na", "--reason", "why", "--until", "2020-01-01T00:00:00Z"))
        .isEqualTo(ExitCodes.USAGE);
    assertThat(cli.err()).contains("is over already");
  }

  @Test
  void aTimeWithItsZoneAndASpanAreUnderstood() {
    Instant now = Instant.parse("2026-11-27T12:00:00Z");
    assertThat(Until.of("90m", now)).isEqualTo("2026-11-27T13:30:00Z");
    assertThat(Until.of("1d", now)).isEqualTo("2026-11-28T12:00:00Z");
    assertThat(Until.of("2026-11-27T14:00:00+01:00", now)).isEqualTo("2026-11-27T13:00:00Z");
    assertThatThrownBy(() -> Until.of("2026-11-27T14:00:00", now))
        .hasMessageContaining("a time with its zone");
    assertThatThrownBy(() -> Until.of("0h", now)).hasMessageContaining("is over already");
  }

  @Test
  void explainsWhatHoldsAFailoverAndWhoWouldLead() {
    assertThat(run("explain", "na")).as(cli.err()).isZero();
    assertThat(cli.lines())
        .containsExactly(
            "group na would not fail over by itself: the leader is well",
            "leader   us-east-1, epoch 4, verdict HEALTHY",
            "held by  HEALTHY since 2026-11-25T10:26:40Z: the leader is well",
            "         lifted by: nothing to do",
            "target   us-west-2: most advanced",
            "  us-east-1: leads",
            "  us-west-2 may lead: most advanced",
            "members  asked at 2026-11-25T10:26:40Z");
    assertThat(run("explain", "na", "--json")).isZero();
    assertThat(cli.out()).contains("\"wouldFailOver\":false", "\"name\":\"HEALTHY\"");
    assertThat(run("explain", "mars")).isEqualTo(ExitCodes.USAGE);
  }
}
