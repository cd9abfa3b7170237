package io.traceo.activities.topology;

import io.traceo.workflows.restore.BackupRunbook;
import io.traceo.workflows.restore.BackupRunbooks;
import io.traceo.workflows.restore.RestoreRunbook;
import io.traceo.workflows.restore.RestoreTestRunbook;
import io.traceo.workflows.topology.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The three runbooks of backups: each by itself, and against each other. */
record BackupFiles(YamlFile backup, YamlFile restore, YamlFile restoreTest) {

  static BackupFiles read(Path folder) {
    return new BackupFiles(
        YamlFile.read(folder.resolve("backup.yaml"), "backup.schema.json"),
        YamlFile.read(folder.resolve("restore.yaml"), "restore.schema.json"),
        YamlFile.read(folder.resolve("restore-test.yaml"), "restore-test.schema.json"));
  }

  /**
   * Says what is wrong.
   *
   * @param topology null when it has errors
   * @return null when one of them can't be read
   */
  @Nullable BackupRunbooks check(@Nullable Topology topology) {
    BackupRunbook backups = backup.as(BackupRunbook.class);
    RestoreRunbook restores = restore.as(RestoreRunbook.class);
    RestoreTestRunbook tests = restoreTest.as(RestoreTestRunbook.class);
    Optional<Duration> between = Optional.empty();
    if (backups != null) {
      BackupRules rules = new BackupRules(backups, backup);
      between = rules.check();
      if (topology != null) {
        rules.check(topology);
      }
    }
    if (restores != null) {
      new RestoreRules(restores, restore).check();
    }
    if (tests != null) {
      RestoreTestRules rules = new RestoreTestRules(tests, restoreTest);
      rules.check();
      if (backups != null) {
        rules.check(backups, between);
      }
      if (restores != null) {
        rules.check(restores);
      }
    }
    return backups == null || restores == null || tests == null
        ? null
        : new BackupRunbooks(backups, restores, tests);
  }

  List<Finding> findings() {
    return Stream.of(backup, restore, restoreTest).flatMap(f -> f.findings().stream()).toList();
  }
}
