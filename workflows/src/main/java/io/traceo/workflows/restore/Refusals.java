package io.traceo.workflows.restore;

import io.temporal.failure.ApplicationFailure;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.contract.FailureTypes;
import java.util.List;

/** Failures of the runs themselves, and what each of them asks first. */
final class Refusals {
  private Refusals() {}

  static ApplicationFailure refused(String reason) {
    return ApplicationFailure.newNonRetryableFailure(reason, FailureTypes.REFUSED);
  }

  /** The run can't go on; what it made is taken back. */
  static ApplicationFailure ended(String reason) {
    return ApplicationFailure.newNonRetryableFailure(reason, FailureTypes.ABORTED);
  }

  static void unlessEmpty(List<String> reasons) {
    if (!reasons.isEmpty()) {
      throw refused(String.join("; ", reasons));
    }
  }

  /** The runbooks of a group that has backups. */
  static BackupRunbooks runbooks(Definition definition) {
    BackupRunbooks backups = definition.backups();
    if (backups == null) {
      throw refused(
          "group "
              + definition.group().id()
              + " has no runbooks for backups: write backup.yaml, restore.yaml and"
              + " restore-test.yaml beside its topology");
    }
    return backups;
  }
}
