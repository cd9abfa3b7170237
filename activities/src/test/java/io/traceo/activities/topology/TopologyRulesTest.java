package io.traceo.activities.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each file is broken in one place and gives exactly its finding, on its line. */
class TopologyRulesTest {
  private static final String FILE = "topology.yaml";
  @TempDir Path folder;
  private Runbooks runbooks;

  @BeforeEach
  void copyShipped() {
    runbooks = Runbooks.shippedIn(folder);
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
  void aRegionTwice() {
    runbooks.edit(
        FILE,
        "# Places that hold no data",
        "  - {id: us-west-1, name: Again, jurisdiction: US, regimes: [], residency: {allow:"
            + " {default: [us-west-1]}}}\n# Places that hold no data");
    assertThat(runbooks.only(FILE, "Again").reason())
        .contains("region us-west-1 stands here twice");
  }

  @Test
  void aWitnessThatIsCalledLikeARegion() {
    runbooks.edit(
        FILE, "witnesses:", "witnesses:\n  - {id: us-west-1, name: Again, jurisdiction: US}");
    assertThat(runbooks.only(FILE, "Again").reason()).contains("place us-west-1 stands here twice");
  }

  @Test
  void aRegionThatIsCalledLikeThePlaceOutsideAll() {
    runbooks.edit(
        FILE,
        "# Places that hold no data",
        """
          - id: control # not a place
            name: Nowhere
            jurisdiction: US
            regimes: []
            residency: {allow: {default: [us-east-1]}}
        # Places that hold no data\
        """);
    assertThat(runbooks.only(FILE, "# not a place").reason()).contains("outside all regions");
  }

  @Test
  void aGroupTwice() {
    String text = runbooks.read(FILE);
    String group =
        text.substring(text.indexOf("  - id: sa\n")).replace("- id: sa\n", "- id: sa # again\n");
    runbooks.write(FILE, text + group);
    assertThat(runbooks.only(FILE, "# again").reason()).contains("group sa stands here twice");
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
