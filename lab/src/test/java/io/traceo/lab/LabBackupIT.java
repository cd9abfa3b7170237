package io.traceo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.drill.DrillReport;
import io.traceo.workflows.restore.BackupResult;
import io.traceo.workflows.restore.RestoreReport;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Backups on one whole lab: taken, tested, refused, and a group led again after it lost all. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LabBackupIT {
  private static final int NET = 93;
  private static final String COLD = "us-west-2";

  @TempDir static Path home;

  private static TestLab lab;

  @BeforeAll
  static void up() throws Exception {
    lab = new TestLab(home, NET, "na");
  }

  @AfterAll
  static void down() {
    lab.close();
  }

  private static RestoreReport restore(Map<String, Object> request) throws Exception {
    return lab.run("Restore", WorkflowIds.restore("na"), request, RestoreReport.class);
  }

  private static void nothingRestoredIsLeft() throws Exception {
    lab.assertNothingRestored("na", COLD);
  }

  @Test
  @Order(1)
  void withoutABackupNothingIsRestored() throws Exception {
    RestoreReport report = restore(Map.of("group", "na"));
    assertThat(report.verdict()).as("%s", report).isEqualTo("REFUSED");
  }

  @Test
  @Order(2)
  void aBackupIsTakenIntoTheColdRegion() throws Exception {
    BackupResult result =
        lab.run("Backup", WorkflowIds.backup("na"), Map.of("group", "na"), BackupResult.class);
    assertThat(result.outcome()).as("%s", result).isEqualTo("DONE");
    assertThat(result.backup().place()).isEqualTo(COLD);
    assertThat(result.backup().keyId()).isEqualTo("kms:us-west-2/traceo");
    assertThat(result.backup().databaseBytes()).isPositive();
  }

  @Test
  @Order(3)
  void theNewestBackupIsTestedAndThrownAway() throws Exception {
    RestoreReport report =
        lab.run(
            "RestoreTest",
            WorkflowIds.restoreTest("na"),
            Map.of("group", "na"),
            RestoreReport.class);
    assertThat(report.verdict()).as("%s", report).isEqualTo("GREEN");
    assertThat(report.checks()).isNotEmpty().allMatch(c -> c.ok());
    assertThat(report.recoveryTimeMs()).isPositive();
    nothingRestoredIsLeft();
  }

  @Test
  @Order(4)
  void whatCannotBeRestoredIsRefusedBeforeAnythingIsTouched() throws Exception {
    String tomorrow = Instant.now().plusSeconds(86_400).toString();
    for (Map<String, Object> request :
        java.util.List.<Map<String, Object>>of(
            Map.of("group", "na", "to", tomorrow),
            Map.of("group", "na", "backup", "none-such"),
            Map.of("group", "na", "region", "eu-west-1"),
            Map.of("group", "na", "takeOver", true),
            Map.of("group", "na", "too", "latest"))) {
      RestoreReport report = restore(request);
      assertThat(report.verdict()).as("%s: %s", request, report).isEqualTo("REFUSED");
      assertThat(report.reason()).isNotBlank();
    }
    nothingRestoredIsLeft();
    assertThat(lab.status("na").epoch()).isEqualTo(1);
  }

  @Test
  @Order(5)
  void aGroupThatLostEveryDatabaseIsLedAgainFromItsBackup() throws Exception {
    DrillReport report = lab.drill(Map.of("group", "na", "mode", "COLD"));
    assertThat(report.verdict()).as("%s", report).isEqualTo("PASSED");
    assertThat(report.toRegion()).isEqualTo(COLD);
    assertThat(report.ledger().doubleLeader()).isZero();
    assertThat(lab.status("na").leader()).isEqualTo("us-east-1");
    nothingRestoredIsLeft();
  }
}
