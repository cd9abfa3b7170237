package io.traceo.activities.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.workflows.budget.Budget;
import io.traceo.workflows.budget.ExpiryAction;
import io.traceo.workflows.restore.BackupRunbooks;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What backups, restores and their tests may promise. */
class BackupRulesTest {
  private static final String CRON = "cron: \"0 2 * * *\"";
  private static final String SQL = "SELECT count(*) > 0 FROM traceo.heartbeat";
  @TempDir Path folder;
  private Runbooks runbooks;

  @BeforeEach
  void copyShipped() {
    runbooks = Runbooks.shippedIn(folder);
  }

  @Test
  void whatIsShippedIsAsItIsDescribed() {
    BackupRunbooks shipped = runbooks.check().configuration().backups();
    assertThat(shipped.backup().flushEvery()).isEqualTo(Duration.ofSeconds(5));
    assertThat(shipped.backup().archiveLagLimit()).isEqualTo(Duration.ofMinutes(1));
    assertThat(shipped.backup().keep()).isEqualTo(7);
    assertThat(shipped.backup().keepFor()).isEqualTo(Duration.ofDays(30));
    assertThat(shipped.restore().recovery())
        .isEqualTo(new Budget(Duration.ofHours(1), ExpiryAction.PAGE));
    assertThat(shipped.restoreTest().recoveryTime()).isEqualTo(Duration.ofHours(1));
    assertThat(shipped.restoreTest().recoveryPoint()).isEqualTo(Duration.ofMinutes(1));
    assertThat(shipped.restoreTest().maximumAge()).isEqualTo(Duration.ofHours(26));
    assertThat(shipped.restoreTest().checks()).hasSize(2);
  }

  /** The finding stands on the line that was changed. */
  @ParameterizedTest(name = "{1} -> {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "backup.yaml | keep: 7 | keep: 0 | minimum",
        "backup.yaml | keepFor: 30d | keepFor: 30 | typed like 5m, 26h or 30d",
        "backup.yaml | cron: \"0 2 * * *\" | cron: \"0 2 * *\" | five fields",
        "backup.yaml | cron: \"0 2 * * *\" | cron: \"0 25 * * *\" | can't be understood",
        "backup.yaml | cron: \"0 2 * * *\" | cron: \"0 2 31 2 *\" | never comes",
        "backup.yaml | timeZone: UTC | timeZone: Mars/Olympus | unknown time zone \"Mars/Olympus\"",
        "backup.yaml | timeZone: UTC | timeZone: \"+01:00\" | such as UTC or Europe/Berlin",
        "restore.yaml | limit: 1h, onExpiry: PAGE | limit: 1h, onExpiry: ABORT | can't go back; use PAGE",
        "restore.yaml | limit: 1h, onExpiry: PAGE | limit: 1h, onExpiry: FORCE | can't go back; use PAGE",
        "restore.yaml | limit: 30m, onExpiry: PAGE | limit: 30m, onExpiry: FORCE | fetch can't be FORCEd",
        "restore.yaml | limit: 20m, onExpiry: PAGE | limit: 20m, onExpiry: FORCE | replay can't be FORCEd",
        "restore.yaml | limit: 10m, onExpiry: PAGE | limit: 10m, onExpiry: FORCE | an unverified server must not lead",
        "restore-test.yaml | maximumAge: 26h | maximumAge: 24h | a backup is made every 24h at the longest",
        "restore-test.yaml | recoveryPoint: 60s | recoveryPoint: 4s | flushEvery of backup.yaml",
        "restore-test.yaml | cron: \"0 4 * * *\" | cron: \"0 4 * * 9\" | can't be understood",
        "restore-test.yaml | SELECT count(*) > 0 FROM traceo.heartbeat | \" \" | one SELECT",
        "restore-test.yaml | SELECT count(*) > 0 FROM traceo.heartbeat | VALUES (true) | is no question",
        "restore-test.yaml | SELECT count(*) > 0 FROM traceo.heartbeat | SELECT true; SELECT false | has 2 statements",
        "restore-test.yaml | SELECT count(*) > 0 FROM traceo.heartbeat | DELETE FROM ledger.entry | is no question",
        "restore-test.yaml | name: no entry of the ledger is there twice | name: observers have written to it | stands here twice",
      })
  void isRefused(String file, String text, String by, String reason) {
    int line = runbooks.lineOf(file, text);
    runbooks.edit(file, text, by);
    Finding finding = runbooks.only(file, line);
    assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR);
    assertThat(finding.reason()).contains(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT ';' <> ''",
        "SELECT true;",
        "WITH w AS (SELECT 1) SELECT true FROM w",
        "SELECT $$ a; b $$ <> '' /* one; two */"
      })
  void oneQuestionIsOneHoweverItIsWritten(String sql) {
    runbooks.edit("restore-test.yaml", "sql: " + SQL, "sql: \"" + sql + "\"");
    assertThat(runbooks.findings()).isEmpty();
  }

  @Test
  void aTestMayAskNothingOfItsOwn() {
    String text = runbooks.read("restore-test.yaml");
    runbooks.write("restore-test.yaml", text.substring(0, text.indexOf("checks:")));
    assertThat(runbooks.findings()).isEmpty();
    assertThat(runbooks.check().configuration().backups().restoreTest().checks()).isEmpty();
  }

  @Test
  void anArchiveThatIsStoredTooSeldomWouldAlwaysPage() {
    runbooks.edit("backup.yaml", "archiveLagLimit: 60s", "archiveLagLimit: 4s");
    assertThat(runbooks.only("backup.yaml", "flushEvery: 5s").reason())
        .contains("so always; flush more often");
  }

  @Test
  void stepsThatDoNotFitTheRecovery() {
    runbooks.edit("restore.yaml", "replay: {limit: 20m", "replay: {limit: 21m");
    assertThat(runbooks.only("restore.yaml", "recovery:").reason())
        .contains("may take 61m, more than the 1h of recovery");
  }

  @Test
  void theLongestWaitCountsAlsoOverAWeekend() {
    runbooks.edit("backup.yaml", CRON, "cron: \"0 2 * * MON-FRI\"");
    assertThat(runbooks.only("restore-test.yaml", "maximumAge").reason()).contains("every 72h");
  }

  /** Temporal skips a time that the clock skips, and the day on which it goes back is longer. */
  @ParameterizedTest
  @CsvSource({"2, 26h, 47h", "3, 25h, 25h"})
  void theLongestWaitCountsAlsoOverTheClocksOfSummer(String hour, String age, String longest) {
    runbooks
        .edit("backup.yaml", CRON, "cron: \"0 " + hour + " * * *\"")
        .edit("backup.yaml", "timeZone: UTC", "timeZone: Europe/Berlin")
        .edit("restore-test.yaml", "maximumAge: 26h", "maximumAge: " + age);
    assertThat(runbooks.only("restore-test.yaml", "maximumAge").reason())
        .contains("every " + longest);
  }

  @Test
  void aGroupThatPromisesToLoseLessThanTheArchiveLacksIsWarnedOf() {
    runbooks
        .edit("backup.yaml", "flushEvery: 5s", "flushEvery: 70s")
        .edit("backup.yaml", "archiveLagLimit: 60s", "archiveLagLimit: 2m")
        .edit("restore-test.yaml", "recoveryPoint: 60s", "recoveryPoint: 2m");
    Finding finding = runbooks.only("backup.yaml", "flushEvery");
    assertThat(finding.severity()).isEqualTo(Finding.Severity.WARN);
    assertThat(finding.reason()).contains("lacks up to 70s", "india (1m)").doesNotContain("na (");
  }

  @Test
  void aTestThatIsHappierThanARestoreIsWarnedOf() {
    runbooks.edit("restore-test.yaml", "recoveryTime: 1h", "recoveryTime: 2h");
    Finding finding = runbooks.only("restore-test.yaml", "recoveryTime");
    assertThat(finding.severity()).isEqualTo(Finding.Severity.WARN);
    assertThat(finding.reason()).contains("a restore pages after 1h");
  }
}
