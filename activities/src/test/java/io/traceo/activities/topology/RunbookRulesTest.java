package io.traceo.activities.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which expiry actions are possible: what makes a switch safe is never skipped. */
class RunbookRulesTest {
  private static final String FILE = "failover.yaml";
  @TempDir Path folder;
  private Runbooks runbooks;

  @BeforeEach
  void copyShipped() {
    runbooks = Runbooks.shippedIn(folder);
  }

  @ParameterizedTest
  @CsvSource({
    "drain, 10s, FORCE",
    "catchUp, 5s, FORCE",
    "fence, 10s, FORCE",
    "promote, 5s, FORCE",
    "approval, 15m, FORCE",
    "route, 10s, FORCE",
    "route, 10s, ABORT",
    "verify, 10s, ABORT",
    "resume, 5s, ABORT",
    "decidedToResumed, 30s, ABORT",
    "decidedToResumed, 30s, FORCE",
    "fromFault, 5m, ABORT",
    "fromFault, 5m, FORCE"
  })
  void impossibleActions(String step, String limit, String action) {
    set(step, limit, action);
    Finding finding = runbooks.only(FILE, step + ":");
    assertThat(finding.pointer()).isEqualTo("/" + step + "/onExpiry");
    assertThat(finding.reason()).startsWith(step + " ").contains("; use ");
  }

  @ParameterizedTest
  @CsvSource({
    "drain, 10s, PAGE",
    "promote, 5s, PAGE",
    "verify, 10s, FORCE",
    "resume, 5s, FORCE",
    "resume, 5s, PAGE"
  })
  void possibleActions(String step, String limit, String action) {
    set(step, limit, action);
    assertThat(runbooks.findings()).isEmpty();
  }

  @Test
  void stepsThatDoNotFitTheWhole() {
    set("verify", "11s", "PAGE");
    assertThat(runbooks.only(FILE, "decidedToResumed").reason())
        .contains("may take 31s, more than the 30s of decidedToResumed");
  }

  @Test
  void aTimerThatRingsAfterThePromiseIsBroken() {
    set("fromFault", "10m", "PAGE");
    Finding finding = runbooks.only(FILE, "fromFault");
    assertThat(finding.severity()).isEqualTo(Finding.Severity.WARN);
    assertThat(finding.reason())
        .contains("promised for na (recoveryTime 5m), eu (recoveryTime 5m)");
  }

  @Test
  void aFaultThatUndoesItselfBeforeTheDrillGivesUp() {
    runbooks.edit("drill.yaml", "deadMan: 3m", "deadMan: 60s");
    assertThat(runbooks.only("drill.yaml", "deadMan").reason()).contains("(patience 1m)");
  }

  @Test
  void anAbortThatRingsAfterThePatienceIsWarnedOf() {
    runbooks.edit("drill.yaml", "abortFactor: 1.5", "abortFactor: 2");
    Finding finding = runbooks.only("drill.yaml", "abortFactor: 2");
    assertThat(finding.severity()).isEqualTo(Finding.Severity.WARN);
    assertThat(finding.reason()).contains("na (after 1m, promised 30s)", "lower abortFactor");
  }

  @Test
  void aDrillRunbookWithoutTheNewerSettingsHasTheirDefaults() {
    runbooks
        .edit("drill.yaml", "abortFactor: 1.5", "")
        .edit("drill.yaml", "maximumLagBytes: 1048576", "");
    assertThat(runbooks.findings()).isEmpty();
    assertThat(runbooks.check().configuration().drill().abortFactor()).isEqualTo(1.5);
    assertThat(runbooks.check().configuration().drill().maximumLagBytes()).isEqualTo(1_048_576);
  }

  @Test
  void aFactorBelowOneWouldAbortADrillThatKeepsItsPromise() {
    runbooks.edit("drill.yaml", "abortFactor: 1.5", "abortFactor: 0.5");
    runbooks.only("drill.yaml", "abortFactor: 0.5");
  }

  private void set(String step, String limit, String action) {
    String line =
        runbooks.read(FILE).lines().filter(l -> l.startsWith(step + ":")).findFirst().orElseThrow();
    runbooks.edit(FILE, line, step + ": {limit: " + limit + ", onExpiry: " + action + "}");
  }
}
