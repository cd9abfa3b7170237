package io.traceo.starters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Help, wrong usage and report, as a user meets them. */
class TraceoTest {
  @TempDir Path home;

  @Test
  void helpTeaches() {
    Cli cli = new Cli(home);
    assertThat(cli.run("--help")).isZero();
    assertThat(cli.out())
        .contains("drill", "failover", "status", "arm", "disarm", "report", "check")
        .contains(
            "backup", "backups", "restore", "restore-test", "archive", "capacity", "schedules")
        .contains("Examples:", "Exit codes: 0 done", "TRACEO_HOME", "TEMPORAL_ADDRESS");
  }

  @Test
  void everyCommandHasHelp() {
    for (String command :
        new String[] {
          "drill",
          "failover",
          "status",
          "arm",
          "disarm",
          "report",
          "check",
          "backup",
          "backups",
          "restore",
          "restore-test",
          "archive",
          "capacity",
          "schedules"
        }) {
      Cli cli = new Cli(home);
      assertThat(cli.run(command, "--help")).as(command).isZero();
      assertThat(cli.out()).contains("Usage: traceo " + command);
    }
  }

  @Test
  void version() {
    Cli cli = new Cli(home);
    assertThat(cli.run("--version")).isZero();
    assertThat(cli.out()).startsWith("traceo 0.1.0");
  }

  @Test
  void wrongUsageEndsWithTwoAndSaysWhy() {
    Cli nothing = new Cli(home);
    assertThat(nothing.run()).isEqualTo(ExitCodes.USAGE);
    Cli misspelt = new Cli(home);
    assertThat(misspelt.run("dril")).isEqualTo(ExitCodes.USAGE);
    assertThat(misspelt.err()).contains("'dril'", "Did you mean");
    Cli option = new Cli(home);
    assertThat(option.run("drill", "--traget", "us-west-2")).isEqualTo(ExitCodes.USAGE);
    assertThat(option.err()).contains("--traget");
    Cli reason = new Cli(home);
    assertThat(reason.run("failover", "na")).isEqualTo(ExitCodes.USAGE);
    assertThat(reason.err()).contains("--reason");
  }

  @Test
  void withoutAServerThereIsANextStep() {
    TestEnvironment.reset("");
    for (String[] arguments :
        new String[][] {{"status"}, {"failover", "na", "--reason", "patching"}}) {
      Cli cli = new Cli(home);
      assertThat(cli.run(arguments)).isEqualTo(ExitCodes.ENVIRONMENT);
      assertThat(cli.err()).contains("traceo lab up").doesNotContain("\tat ");
    }
  }

  @Test
  void aBrokenClientConfigurationIsAnErrorAndNoReasonToUseALab() throws IOException {
    TestEnvironment.reset("");
    TestEnvironment.up = true;
    Path file = home.resolve("temporal.toml");
    Files.writeString(file, "[profile.default\naddress=");
    Cli cli = new Cli(home).with("TEMPORAL_CONFIG_FILE", file.toString());
    assertThat(cli.run("status")).isEqualTo(ExitCodes.ENVIRONMENT);
    assertThat(cli.err()).contains("client configuration can't be used");
  }

  @Test
  void anAddressInTheClientFileCountsAsConfigured() throws IOException {
    Path file = home.resolve("temporal.toml");
    Files.writeString(file, "[profile.default]\naddress = \"temporal.example:7233\"\n");
    assertThat(
            TemporalAddress.configured(
                new Cli(home).with("TEMPORAL_CONFIG_FILE", file.toString()).settings()))
        .hasValueSatisfying(p -> assertThat(p.getAddress()).isEqualTo("temporal.example:7233"));
    assertThat(TemporalAddress.configured(new Cli(home).settings())).isEmpty();
    assertThat(TemporalAddress.configured(new Cli(home).with("TEMPORAL_ADDRESS", "").settings()))
        .isEmpty();
  }
}
