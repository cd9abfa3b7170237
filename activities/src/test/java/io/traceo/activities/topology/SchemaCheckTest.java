package io.traceo.activities.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaCheckTest {
  @TempDir Path folder;
  private Runbooks runbooks;

  @BeforeEach
  void copyShipped() {
    runbooks = Runbooks.shippedIn(folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "topology.yaml | tier: HOT          | tier: WARMISH       | choose one of HOT, WARM, COLD",
        "topology.yaml | ttl: 5s            | ttl: 5              | typed like 250ms",
        "topology.yaml | ttl: 5s            | ttl: 0s             | above zero",
        "topology.yaml | leader: us-east-1  | leader: US East     | an id of small letters",
        "topology.yaml | zone: lab.traceo.test. | zone: lab        | a full DNS name",
        "topology.yaml | cipher: AES-256    | cipher: AES-128     | AES-256",
        "topology.yaml | kms:us-east-1/traceo | s3cret            | never the key itself",
        "topology.yaml | retention: 90d     | retention: 90       | typed like 90d",
        "topology.yaml | provider: RFC2136  | provider: BIND      | choose one of RFC2136",
        "topology.yaml | version: 1         | version: 2          | 1, the format of this release",
        "topology.yaml | quorum: 1          | quorum: -1          | minimum",
        "topology.yaml | followers: [us-west-2, us-west-1] | followers: us-west-2 | a list",
        "failover.yaml | promote: {limit: 5s | promote: {limit: 5 s | typed like 250ms",
        "failover.yaml | resume: {limit: 5s | resume: {limit: 0s  | above zero",
        "backup.yaml   | limit: 2h          | limit: two hours    | typed like 250ms",
        "restore.yaml  | fetch: {limit: 30m | fetch: {limit: 0m   | above zero",
        "restore-test.yaml | recoveryTime: 1h | recoveryTime: 1    | typed like 250ms",
        "drill.yaml    | fault: BLACKHOLE   | fault: EARTHQUAKE   | choose one of BLACKHOLE, CUT",
      })
  void aWrongValueNamesItsLineAndWhatIsPossible(
      String file, String text, String by, String reason) {
    runbooks.edit(file, text, by);
    assertThat(runbooks.only(file, by).reason()).contains(reason);
  }

  @Test
  void aMisspeltFieldIsRefusedWithTheKnownOnes() {
    runbooks.edit("topology.yaml", "    cooldown: 5m", "    cooldwon: 5m");
    Finding finding = runbooks.only("topology.yaml", "cooldwon");
    assertThat(finding.reason()).contains("unknown field \"cooldwon\"", "shrinkAfter, cooldown");
    assertThat(finding.pointer()).isEqualTo("/groups/0/cooldwon");
    assertThat(finding.column()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"topology", "failover", "drill", "backup", "restore", "restore-test"})
  void everyRunbookNamesItsSchemaForEditors(String name) {
    String first = runbooks.read(name + ".yaml").lines().findFirst().orElseThrow();
    String schema = "schemas/" + name + ".schema.json";
    assertThat(first).isEqualTo("# yaml-language-server: $schema=" + schema);
    assertThat(Path.of("..", "runbooks", schema)).isRegularFile();
  }

  @Test
  void aMissingFieldNamesTheEntryThatLacksIt() {
    runbooks.edit("topology.yaml", "    cold: us-west-2\n", "");
    assertThat(runbooks.only("topology.yaml", "- id: na").reason())
        .contains("field \"cold\" is missing");
  }
}
