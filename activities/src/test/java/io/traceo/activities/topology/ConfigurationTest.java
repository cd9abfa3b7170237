package io.traceo.activities.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.traceo.workflows.activity.FaultActivities.FaultKind;
import io.traceo.workflows.budget.Budget;
import io.traceo.workflows.budget.ExpiryAction;
import io.traceo.workflows.topology.OnLastCopy;
import io.traceo.workflows.topology.RecoveryTier;
import io.traceo.workflows.topology.ReplicationGroup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
  @TempDir Path folder;
  private Runbooks runbooks;

  @BeforeEach
  void copyShipped() {
    runbooks = Runbooks.shippedIn(folder);
  }

  @Test
  void whatIsShippedWarnsOfOneWriteObjectiveAndHasTheRequiredBudgets() {
    assertThat(runbooks.findings()).isEmpty();
    assertThat(runbooks.check().findings())
        .singleElement()
        .asString()
        .contains(
            ":" + runbooks.lineOf("topology.yaml", "users: 1000000000, latencySla: 100ms") + ":",
            "WARN can't be met: a write waits for the fastest follower, 72ms");
    Configuration loaded = Configuration.load(runbooks.file("topology.yaml"), folder);

    ReplicationGroup na = loaded.topology().group("na").orElseThrow();
    assertThat(na.leader()).isEqualTo("us-east-1");
    assertThat(na.followers()).containsExactly("us-west-2", "us-west-1");
    assertThat(na.tier()).isEqualTo(RecoveryTier.HOT);
    assertThat(na.onLastCopy()).isEqualTo(OnLastCopy.DEGRADE_WITH_APPROVAL);
    assertThat(na.quorum()).isEqualTo(1);
    assertThat(na.ttl()).isEqualTo(Duration.ofSeconds(5));
    assertThat(na.probes().interval()).isEqualTo(Duration.ofMillis(250));
    assertThat(na.objective().recoveryTime()).isEqualTo(Duration.ofMinutes(5));
    assertThat(na.objective().recoveryPoint()).isZero();

    assertThat(loaded.failover().promote()).isEqualTo(budget(5, ExpiryAction.ABORT));
    assertThat(loaded.failover().route()).isEqualTo(budget(10, ExpiryAction.PAGE));
    assertThat(loaded.failover().verify()).isEqualTo(budget(10, ExpiryAction.PAGE));
    assertThat(loaded.failover().resume()).isEqualTo(budget(5, ExpiryAction.PAGE));
    assertThat(loaded.failover().drain()).isEqualTo(budget(10, ExpiryAction.ABORT));
    assertThat(loaded.failover().catchUp()).isEqualTo(budget(5, ExpiryAction.ABORT));
    assertThat(loaded.failover().decidedToResumed()).isEqualTo(budget(30, ExpiryAction.PAGE));
    assertThat(loaded.failover().fromFault()).isEqualTo(budget(300, ExpiryAction.PAGE));
    assertThat(loaded.failover().maxReadReplicaLagMs()).isEqualTo(1000);
    assertThat(loaded.drill().fault()).isEqualTo(FaultKind.BLACKHOLE);
    assertThat(loaded.drill().deadMan()).isEqualTo(Duration.ofMinutes(3));
  }

  @Test
  void everyFindingOfEveryFileIsReportedInOneMessage() {
    runbooks
        .edit("topology.yaml", "cold: us-west-2", "cold: mars")
        .edit("topology.yaml", "quorum: 1", "quorum: 3")
        .edit("failover.yaml", "{limit: 10s, onExpiry: PAGE}", "{limit: 10s, onExpiry: ABORT}")
        .edit("drill.yaml", "200", "\"many\"");
    assertThatThrownBy(() -> Configuration.load(runbooks.file("topology.yaml"), folder))
        .isInstanceOf(InvalidConfigurationException.class)
        .message()
        .contains(
            folder + "/topology.yaml:" + runbooks.lineOf("topology.yaml", "mars") + ": ERROR ",
            folder + "/topology.yaml:" + runbooks.lineOf("topology.yaml", "quorum") + ": ERROR ",
            folder + "/failover.yaml:" + runbooks.lineOf("failover.yaml", "route") + ": ERROR ",
            folder + "/drill.yaml:" + runbooks.lineOf("drill.yaml", "many") + ": ERROR ")
        .hasLineCount(4);
  }

  @Test
  void aWarningIsToldAndRefusesNothing() {
    runbooks.edit("topology.yaml", "cold: us-west-2", "cold: us-east-1");
    Finding finding = runbooks.only("topology.yaml", "cold: us-east-1");
    assertThat(finding.severity()).isEqualTo(Finding.Severity.WARN);
    assertThat(runbooks.check().configuration()).isNotNull();
  }

  @Test
  void aFileThatIsNotThereSaysSo() throws IOException {
    Files.delete(runbooks.file("drill.yaml"));
    assertThat(runbooks.findings())
        .singleElement()
        .asString()
        .contains("drill.yaml:0: ERROR is not there");
  }

  @Test
  void anEmptyFileSaysSo() {
    runbooks.write("drill.yaml", "# nothing\n");
    assertThat(runbooks.findings()).singleElement().asString().contains("is empty");
  }

  @Test
  void aFileThatIsNoTextSaysSo() throws IOException {
    Files.write(runbooks.file("drill.yaml"), "fault: \u00fc".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(runbooks.findings()).singleElement().asString().contains("no UTF-8");
  }

  @Test
  void brokenYamlNamesTheLine() {
    runbooks.edit("topology.yaml", "    cold: us-west-2", "    cold: [us-west-2");
    assertThat(runbooks.only("topology.yaml", "cold: [us-west-2").reason()).contains("is no YAML");
  }

  @Test
  void aKeyThatStandsTwiceIsNotSilentlyTheLast() {
    runbooks.edit("topology.yaml", "    ttl: 5s", "    ttl: 5s\n    quorum: 2");
    Finding finding = runbooks.only("topology.yaml", "quorum: 2");
    assertThat(finding.reason())
        .contains("already in line " + runbooks.lineOf("topology.yaml", "quorum: 1"));
  }

  private static Budget budget(int seconds, ExpiryAction action) {
    return new Budget(Duration.ofSeconds(seconds), action);
  }
}
