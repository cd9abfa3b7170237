package io.traceo.starters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is typed wrongly, and servers that keep no schedules: the SDK's own is one. */
@Timeout(60)
class SchedulesCommandTest extends PlayedCommands {

  private int run(String... arguments) {
    cli = new Cli(home);
    return cli.run(arguments);
  }

  @Test
  void aServerWithoutSchedulesIsSaidWithWhatToDo() {
    for (String command : new String[] {"apply", "list"}) {
      assertThat(run("schedules", command)).isEqualTo(ExitCodes.ENVIRONMENT);
      assertThat(cli.err())
          .contains("this Temporal server has no schedules", "lab/counterparts temporal")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void withoutAServerThereIsANextStep() {
    TestEnvironment.up = false;
    assertThat(run("schedules", "list")).isEqualTo(ExitCodes.ENVIRONMENT);
    assertThat(cli.err()).contains("traceo lab up", "TEMPORAL_ADDRESS");
    assertThat(TestEnvironment.BROUGHT_UP).hasValue(0);
  }

  @Test
  void whatIsMissingIsSaidBeforeTheServerIsAsked() {
    TestEnvironment.up = false;
    assertThat(run("schedules", "pause", "drill/na")).isEqualTo(ExitCodes.USAGE);
    assertThat(cli.err()).contains("--reason");
    assertThat(run("schedules", "pause", "drill/na", "--reason", " ")).isEqualTo(ExitCodes.USAGE);
    assertThat(cli.err()).contains("--reason is empty");
    assertThat(run("schedules", "pause", "--reason", "why")).isEqualTo(ExitCodes.USAGE);
    assertThat(cli.err()).contains("name one schedule, or --all");
    assertThat(run("schedules", "resume", "drill/na", "--all", "--reason", "why"))
        .isEqualTo(ExitCodes.USAGE);
    assertThat(cli.err()).contains("name one schedule, or --all");
    assertThat(run("schedules", "trigger")).isEqualTo(ExitCodes.USAGE);
    assertThat(run("schedules")).isEqualTo(ExitCodes.USAGE);
  }

  @Test
  void brokenRunbooksChangeNothing() {
    assertThat(run("schedules", "apply", "--runbooks", home.toString()))
        .isEqualTo(ExitCodes.ENVIRONMENT);
    assertThat(cli.err()).contains("can't be used", "traceo check --runbooks " + home);
  }

  @Test
  void helpTeaches() {
    assertThat(run("schedules", "apply", "--help")).isZero();
    assertThat(cli.out()).contains("Only schedules that it made", "--dry-run", "--yes");
    assertThat(run("schedules", "--help")).isZero();
    assertThat(cli.out()).contains("apply", "list", "pause", "resume", "trigger");
  }
}
