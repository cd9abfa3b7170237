package io.traceo.activities.topology;

import io.traceo.workflows.restore.BackupRunbook;
import io.traceo.workflows.topology.RecoveryTier;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a schema can't say about backups. */
record BackupRules(BackupRunbook runbook, YamlFile file) {

  /**
   * Says what is wrong.
   *
   * @return the longest time between two backups; empty when that can't be told
   */
  Optional<Duration> check() {
    if (runbook.flushEvery().compareTo(runbook.archiveLagLimit()) > 0) {
      file.error(
          "/flushEvery",
          "the archive is stored every "
              + DurationText.of(runbook.flushEvery())
              + " and would page when it is "
              + DurationText.of(runbook.archiveLagLimit())
              + " behind, so always; flush more often, or raise archiveLagLimit");
    }
    return new ScheduleRule(runbook.schedule(), file).longestWait();
  }

  /** Against the topology. Where no write may be lost the followers keep that, not the archive. */
  void check(Topology topology) {
    List<String> tighter = new ArrayList<>();
    for (ReplicationGroup group : topology.groups()) {
      Duration promised = group.objective().recoveryPoint();
      boolean followersKeepIt = group.tier() == RecoveryTier.HOT || promised.isZero();
      if (!followersKeepIt && promised.compareTo(runbook.flushEvery()) < 0) {
        tighter.add(group.id() + " (" + DurationText.of(promised) + ")");
      }
    }
    if (!tighter.isEmpty()) {
      file.warn(
          "/flushEvery",
          "a group that is restored lacks up to "
              + DurationText.of(runbook.flushEvery())
              + ", more than the recoveryPoint of "
              + String.join(", ", tighter)
              + "; flush more often, or promise less");
    }
  }
}
