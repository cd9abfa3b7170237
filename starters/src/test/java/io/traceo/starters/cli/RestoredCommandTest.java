package io.traceo.starters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The restored servers beside a group, seen and removed by hand. */
@Timeout(60)
class RestoredCommandTest extends PlayedCommands {

  @Test
  void allAreListedWithWhatTheyAreGoodFor() throws IOException {
    assertThat(cli.run("restored", "list", "na")).as(cli.err()).isZero();
    assertThat(cli.lines()).hasSize(4);
    assertThat(cli.lines().get(1)).contains(FakeRestored.MEMBER, "the region's member");
    assertThat(cli.lines().get(2))
        .containsSubsequence(
            FakeRestored.KEPT,
            FakeBackups.ID,
            "3/5A000028",
            "2026-11-25T02:01:40Z",
            "can be used, on 127.84.3.1:15433");
    assertThat(cli.lines().get(3)).contains("test-20261123T040000", "not finished, does not run");
    Cli json = new Cli(home);
    assertThat(json.run("restored", "list", "na", "--json")).isZero();
    assertThat(new ObjectMapper().readTree(json.out()).at("/servers/1/restoreId").asText())
        .isEqualTo(FakeRestored.KEPT);
  }

  @Test
  void anotherRegionHasNone() {
    assertThat(cli.run("restored", "list", "na", "--region", "us-west-1")).isZero();
    assertThat(cli.out()).contains("no restored server stands in us-west-1");
  }

  @Test
  void oneIsRemovedAndTheRestIsShown() {
    assertThat(cli.run("restored", "remove", "na", FakeRestored.KEPT)).as(cli.err()).isZero();
    assertThat(cli.out())
        .contains("RESTORED SERVER REMOVED", FakeRestored.MEMBER)
        .doesNotContain(FakeRestored.KEPT);
  }

  @Test
  void theMemberIsRefused() {
    assertThat(cli.run("restored", "remove", "na", FakeRestored.MEMBER))
        .isEqualTo(ExitCodes.REFUSED);
    assertThat(cli.out()).contains("REFUSED: " + FakeRestored.MEMBER + " is the member of");
  }

  @Test
  void aPlanThatWasAskedForIsNoFailure() {
    assertThat(cli.run("restored", "remove", "na", FakeRestored.KEPT, "--dry-run")).isZero();
    assertThat(cli.out()).contains("PLANNED: " + FakeRestored.KEPT + " would be ended");
  }

  @Test
  void againstAConfiguredServerOnlyThePlanWithoutYes() {
    cli.with("TEMPORAL_ADDRESS", server.address());
    assertThat(cli.run("restored", "remove", "na", FakeRestored.KEPT)).isEqualTo(ExitCodes.REFUSED);
    assertThat(cli.out()).contains("PLANNED: " + FakeRestored.KEPT);
    assertThat(cli.err()).contains("remove with --yes");
    Cli yes = new Cli(home).with("TEMPORAL_ADDRESS", server.address());
    assertThat(yes.run("restored", "remove", "na", FakeRestored.KEPT, "--yes")).isZero();
    assertThat(yes.out()).contains("RESTORED SERVER REMOVED");
  }

  @Test
  void whatNamesNoServerIsRefusedBeforeAnythingStarts() {
    assertThat(cli.run("restored", "remove", "mars", "../data", "--region", "moon"))
        .isEqualTo(ExitCodes.USAGE);
    assertThat(cli.err())
        .contains("names no restored server", "unknown group mars", "unknown region moon");
  }
}
