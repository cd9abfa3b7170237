package io.traceo.activities.topology;

import io.traceo.workflows.activity.BackupActivities.SqlCheck;
import io.traceo.workflows.restore.BackupRunbook;
import io.traceo.workflows.restore.RestoreRunbook;
import io.traceo.workflows.restore.RestoreTestRunbook;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a schema can't say about restore tests. */
record RestoreTestRules(RestoreTestRunbook runbook, YamlFile file) {

  void check() {
    new ScheduleRule(runbook.schedule(), file).check();
    List<SqlCheck> checks = runbook.checks();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < checks.size(); i++) {
      String at = "/checks/" + i;
      if (!seen.add(checks.get(i).name())) {
        file.error(
            at + "/name", "check \"" + checks.get(i).name() + "\" stands here twice; rename one");
      }
      Optional<String> problem = Question.problem(checks.get(i).sql());
      problem.ifPresent(p -> file.error(at + "/sql", p));
    }
  }

  /**
   * Against the other runbooks: what could never be met would make every test RED.
   *
   * @param betweenBackups the longest time between two; empty when that can't be told
   */
  void check(BackupRunbook backup, Optional<Duration> betweenBackups) {
    betweenBackups
        .filter(period -> runbook.maximumAge().compareTo(period) <= 0)
        .ifPresent(
            period ->
                file.error(
                    "/maximumAge",
                    "a backup is made every "
                        + DurationText.of(period)
                        + " at the longest, so the newest would often be older than "
                        + DurationText.of(runbook.maximumAge())
                        + " and the test RED; raise maximumAge, or back up more often"));
    if (runbook.recoveryPoint().compareTo(backup.flushEvery()) < 0) {
      file.error(
          "/recoveryPoint",
          "the archive is stored every "
              + DurationText.of(backup.flushEvery())
              + " (flushEvery of backup.yaml), so "
              + DurationText.of(runbook.recoveryPoint())
              + " would often be missed; raise recoveryPoint, or flush more often");
    }
  }

  /** A test that is happy with what pages in an emergency would promise too much. */
  void check(RestoreRunbook restore) {
    Duration limit = restore.recovery().limit();
    if (runbook.recoveryTime().compareTo(limit) > 0) {
      file.warn(
          "/recoveryTime",
          "a test that takes "
              + DurationText.of(runbook.recoveryTime())
              + " would be GREEN, and a restore pages after "
              + DurationText.of(limit)
              + " (recovery of restore.yaml); lower recoveryTime, or lengthen recovery");
    }
  }
}
