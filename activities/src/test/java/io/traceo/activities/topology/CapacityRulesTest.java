package io.traceo.activities.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a runbook of capacity, with file and line. */
class CapacityRulesTest {
  @TempDir Path folder;
  private Runbooks runbooks;

  @BeforeEach
  void ship() {
    runbooks = Runbooks.shippedIn(folder);
  }

  @Test
  void whatIsShippedIsRight() {
    assertThat(runbooks.findings()).isEmpty();
  }

  @Test
  void aRegionThatIsNotReadyMustNotBeFollowedByTheNext() {
    runbooks.edit("capacity.yaml", "10m, onExpiry: ABORT", "10m, onExpiry: FORCE");
    assertThat(runbooks.only("capacity.yaml", "ready:").reason()).contains("use ABORT");
  }

  @Test
  void aWindowBeyondAnHourIsRefusedWithWhatItCanBe() {
    runbooks.edit("capacity.yaml", "scaleDownAfter: 300s", "scaleDownAfter: 61m");
    assertThat(runbooks.only("capacity.yaml", "scaleDownAfter").reason()).contains("1h or less");
  }

  @Test
  void aWindowMustBeTypedInWholeSeconds() {
    runbooks.edit("capacity.yaml", "scaleUpAfter: 0s", "scaleUpAfter: 500ms");
    assertThat(runbooks.only("capacity.yaml", "scaleUpAfter").reason()).contains("0s, 300s or 5m");
  }

  @Test
  void twoGatesOfOneNameAreRefused() {
    runbooks.edit(
        "capacity.yaml",
        "  hold: 60s",
        "  hold: 60s\n  gates:\n    - {name: errors, query: up, atMost: 1}\n"
            + "    - {name: errors, query: down, atMost: 1}");
    assertThat(runbooks.only("capacity.yaml", "down").reason()).contains("rename one");
  }

  @Test
  void aScheduleThatNeverComesIsRefused() {
    runbooks.edit("capacity.yaml", "0 6 * * 1", "0 6 31 2 *");
    assertThat(runbooks.only("capacity.yaml", "schedule").reason()).contains("never comes");
  }

  @Test
  void negativeHeadroomIsRefusedInWords() {
    runbooks.edit("capacity.yaml", "headroom: 0.3", "headroom: -0.3");
    assertThat(runbooks.only("capacity.yaml", "headroom").reason())
        .contains("share above the peak of every region", "never negative");
  }

  @Test
  void aGlobalMinimumAboveTheMaximumIsRefused() {
    runbooks.edit("capacity.yaml", "minimumReplicas: 100", "minimumReplicas: 2000");
    assertThat(runbooks.only("capacity.yaml", "minimumReplicas").reason())
        .contains("2000 is above maximumReplicas, which is 1000");
  }

  @Test
  void aHistoryThatIsTooShortForAForecastIsRefused() {
    runbooks.edit("capacity.yaml", "historyDays: 90", "historyDays: 60");
    assertThat(runbooks.only("capacity.yaml", "historyDays").reason()).contains("90 or more");
  }
}
