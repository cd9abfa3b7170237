package io.traceo.activities.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each file is broken in one place and gives exactly its finding, on its line. */
class TopologyRulesTest {
  private static final String FILE = "topology.yaml";
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
        "cold: us-west-2     | cold: mars-1      | unknown region mars-1",
        "leader: us-east-1   | leader: us-esat-1 | unknown region us-esat-1",
        "followers: [us-west-2, us-west-1] | followers: [us-west-2, mars-1]    | unknown region",
        "followers: [us-west-2, us-west-1] | followers: [us-west-2, us-east-1] | follow itself",
        "followers: [us-west-2, us-west-1] | followers: [us-west-2, us-west-2] | stands here twice",
        "quorum: 1           | quorum: 3         | no commit would ever be acknowledged",
        "quorum: 1           | quorum: 0         | tier HOT loses nothing",
        "recoveryPoint: 0s   | recoveryPoint: 1s | loses no acknowledged write",
        "tier: HOT           | tier: WARM        | copies asynchronously",
        "detection: 30s      | detection: 900ms  | these probes take 1s",
        "timeout: 500ms      | timeout: 200ms    | must not be below the interval",
        "us-west-1, control] | us-west-1]        | three or more observers",
        "us-west-1, control] | us-west-1, mars]  | unknown place mars",
        "us-west-1, control] | us-west-1, control, control] | would vote twice",
        "writeName: write.na.lab.traceo.test. | writeName: write.na.example.com. | not in zone",
        "readName: read.na   | readName: write.na | a name of its own",
      })
  void aBrokenGroup(String text, String by, String reason) {
    runbooks.edit(FILE, text, by);
    String line =
        by.startsWith("tier") ? "objective:" : by.startsWith("us-west") ? "observers:" : by;
    assertThat(runbooks.only(FILE, line).reason()).contains(reason);
  }

  @Test
  void twoObserversThatAreOneHaveOneVote() {
    runbooks.edit(FILE, "us-west-2, us-west-1, control]", "us-west-2, control, control]");
    assertThat(runbooks.findings())
        .extracting(Finding::reason)
        .hasSize(2)
        .anyMatch(r -> r.contains("there are 2"));
  }

  @Test
  void hotWithoutOnLastCopy() {
    runbooks.edit(FILE, "    onLastCopy: DEGRADE_WITH_APPROVAL\n", "");
    assertThat(runbooks.only(FILE, "tier: HOT").reason()).contains("add onLastCopy");
  }

  @Test
  void aRegionTwice() {
    runbooks.edit(FILE, "- id: us-west-1", "- id: us-west-2 # again\n    #");
    runbooks.edit(FILE, "followers: [us-west-2, us-west-1]", "followers: [us-west-2]");
    runbooks.edit(FILE, "[us-east-1, us-west-2, us-west-1, control]", "[us-west-2, control]");
    assertThat(runbooks.findings())
        .filteredOn(f -> f.severity() == Finding.Severity.ERROR)
        .filteredOn(f -> f.line() == runbooks.lineOf(FILE, "# again"))
        .singleElement()
        .extracting(Finding::reason)
        .asString()
        .contains("region us-west-2 stands here twice");
  }

  @Test
  void aRegionThatIsCalledLikeThePlaceOutsideAll() {
    runbooks.edit(
        FILE,
        "groups:",
        """
          - id: control # not a place
            name: Nowhere
            jurisdiction: US
            regimes: []
            residency: {allow: {default: [us-east-1]}}
        groups:\
        """);
    assertThat(runbooks.only(FILE, "# not a place").reason()).contains("outside all regions");
  }

  @Test
  void aGroupTwice() {
    String text = runbooks.read(FILE);
    String group =
        text.substring(text.indexOf("  - id: na")).replace("- id: na", "- id: na # again");
    runbooks.write(FILE, text + group);
    assertThat(runbooks.only(FILE, "# again").reason()).contains("group na stands here twice");
  }

  @Test
  void residencyRefusesAFollowerOncePerRegionWithItsClasses() {
    runbooks.edit(
        FILE, "default: [us-east-1, us-west-2, us-west-1]", "default: [us-east-1, us-west-2]");
    assertThat(runbooks.only(FILE, "followers:").reason())
        .contains("metrics, logs, traces, backups of group na (US) may not be stored in us-west-1");
  }

  @Test
  void residencyIsPerClassOfData() {
    runbooks.edit(
        FILE,
        "        default: [us-east-1, us-west-2, us-west-1]",
        """
                default: [us-east-1, us-west-2, us-west-1]
                backups: [us-east-1, us-west-1]\
        """);
    assertThat(runbooks.findings())
        .extracting(Finding::pointer)
        .containsExactly("/groups/0/followers/0", "/groups/0/cold");
    assertThat(runbooks.findings())
        .allSatisfy(f -> assertThat(f.reason()).contains("residency: backups of group na"));
  }

  @Test
  void anAllowListThatNamesNoRegionHereIsAWarning() {
    runbooks.edit(
        FILE,
        "default: [us-east-1, us-west-2, us-west-1]",
        "default: [us-east-1, us-west-2, us-west-1, us-wset-9]");
    Finding finding = runbooks.only(FILE, "us-wset-9");
    assertThat(finding.severity()).isEqualTo(Finding.Severity.WARN);
    assertThat(finding.pointer()).isEqualTo("/regions/0/residency/allow/default/3");
  }
}
