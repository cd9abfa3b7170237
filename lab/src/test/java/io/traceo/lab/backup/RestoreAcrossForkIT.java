package io.traceo.lab.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.lab.postgres.Steps;
import io.traceo.lab.postgres.ThreeMembers;
import io.traceo.workflows.activity.BackupActivities.TakeRequest;
import io.traceo.workflows.activity.DatabaseActivities.Promotion;
import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.restore.ArchiveState;
import io.traceo.workflows.restore.RestoreTarget;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A leader that dies, its successor, and restores to both sides of the fork. */
@Tag("long")
class RestoreAcrossForkIT {
  private static final String GROUP = ThreeMembers.GROUP;

  @Test
  void bothSidesOfAForkAreThere() throws Exception {
    try (BackupLab lab = new BackupLab(92, "127.92.0.99")) {
      Steps steps = Steps.ofWhole(lab.group);
      String first = steps.leader;
      var archiving = lab.archive(first, steps.epoch - 1);
      lab.service.take(new TakeRequest(GROUP, "b1", first));
      Map<Long, Long> before = lab.commits(first, 1, 10);

      lab.group.server(first).kill();
      SealedMember best = steps.sealBoth();
      steps.arm(best.region());
      Promotion promotion = steps.promote(best);
      String second = promotion.region();
      ArchiveState left = archiving.join();
      assertThat(left.timeline()).isEqualTo(1);
      var next = lab.archive(second, steps.epoch);
      Map<Long, Long> after = lab.commits(second, 11, 20);
      try (var leader = lab.group.operator(second)) {
        Steps.run(leader, "SELECT pg_switch_wal()");
      }
      Map<Long, Long> last = lab.commits(second, 21, 22);
      ArchiveState state = lab.awaitArchive(second);
      assertThat(state.timeline()).isEqualTo(2);
      assertThat(state.problem()).isNull();

      assertThat(lab.restore("after", BackupLab.at(after.get(15L))).timeline()).isEqualTo(2);
      lab.requireUpTo("after", 15, second);
      lab.service.discard(lab.server("after"));

      assertThat(lab.restore("before", BackupLab.at(before.get(5L))).timeline()).isEqualTo(1);
      lab.requireUpTo("before", 5, second);
      // It goes its own way from there: the new timeline's history knows nothing of the second.
      assertThat(lab.service.open(lab.server("before")).outcome()).isEqualTo("DONE");
      lab.requireUpTo("before", 5, second);
      lab.requireTrue(
          "before",
          "SELECT pg_read_file('pg_wal/00000003.history') ~ '^1\\t[^\\n]*\\n*$'"
              + " AND left(pg_walfile_name(pg_current_wal_lsn()), 8) = '00000003'",
          null);
      lab.service.discard(lab.server("before"));

      lab.restore("latest", RestoreTarget.LATEST);
      lab.requireUpTo("latest", 22, second);
      assertThat(last).hasSize(2);
      assertThat(next).isNotDone();
      lab.group.server(second).kill();
      assertThat(next.join().problem()).isNotEmpty();
    }
  }
}
