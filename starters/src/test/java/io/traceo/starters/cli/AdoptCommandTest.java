package io.traceo.starters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowNotFoundException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** adopt against a real server of the SDK and a group that is played. */
@Timeout(60)
class AdoptCommandTest extends PlayedCommands {

  @AfterEach
  void endGroup() {
    try {
      server.client().newUntypedWorkflowStub("group/na").terminate("end of test");
    } catch (WorkflowNotFoundException e) {
      // The test started none.
    }
  }

  private int run(String... arguments) {
    cli = new Cli(home);
    return cli.run(arguments);
  }

  @Test
  void saysWhoLeadsFromNowOnAndWhatIsLeftToDo() {
    assertThat(run("adopt", "na", "--reason", "moved by hand")).as(cli.err()).isZero();
    assertThat(cli.lines())
        .containsExactly(
            "group na: ADOPTED, us-west-2 leads with epoch 5", "  us-east-1 does not answer");
    assertThat(run("adopt", "na", "--reason", "moved by hand", "--dry-run")).isZero();
    assertThat(cli.out()).startsWith("group na: PLANNED, us-west-2");
  }

  @Test
  void aRefusalNamesItsReasonsAndHasItsExitCode() {
    assertThat(run("adopt", "na", "--reason", "two leaders")).isEqualTo(ExitCodes.REFUSED);
    assertThat(cli.err()).contains("nothing was changed: us-east-1 and us-west-2 take writes");
    assertThat(run("adopt", "na")).isEqualTo(ExitCodes.USAGE);
    assertThat(run("adopt", "na", "--reason", " ")).isEqualTo(ExitCodes.USAGE);
    assertThat(run("adopt", "mars", "--reason", "why")).isEqualTo(ExitCodes.USAGE);
  }
}
