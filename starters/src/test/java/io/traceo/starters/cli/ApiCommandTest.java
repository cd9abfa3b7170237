package io.traceo.starters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code traceo api} as far as it goes without serving. */
@Timeout(60)
class ApiCommandTest {
  @TempDir Path home;

  private Path config(String more) throws IOException {
    Files.writeString(home.resolve("tokens.yaml"), "tokens: []\n");
    return Files.writeString(
        home.resolve("api.yaml"),
        String.join(
            "\n",
            "tokens: " + home.resolve("tokens.yaml"),
            "audit: " + home.resolve("audit.jsonl"),
            "topology: ../runbooks/topology.yaml",
            "runbooks: ../runbooks",
            "reports: " + home.resolve("reports"),
            more,
            ""));
  }

  @Test
  void aConfigurationIsCheckedAndNothingIsStarted() throws IOException {
    Cli cli = new Cli(home);
    assertThat(cli.run("api", "--config", config("").toString(), "--check")).as(cli.err()).isZero();
    assertThat(cli.out()).contains("api.yaml can be started with");
  }

  @Test
  void whatIsWrongIsSaidInALine() throws IOException {
    Cli cli = new Cli(home);
    Path wrong = config("listen: {host: 0.0.0.0}");
    assertThat(cli.run("api", "--config", wrong.toString())).isEqualTo(ExitCodes.ENVIRONMENT);
    assertThat(cli.err()).contains("loopback", "nothing was started").doesNotContain("\tat ");
    assertThat(new Cli(home).run("api")).isEqualTo(ExitCodes.USAGE);
  }
}
