package io.traceo.lab.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.lab.postgres.Steps;
import io.traceo.lab.postgres.ThreeMembers;
import io.traceo.workflows.activity.BackupActivities.InstallRequest;
import io.traceo.workflows.activity.BackupActivities.TakeRequest;
import io.traceo.workflows.activity.BackupActivities.UninstallRequest;
import io.traceo.workflows.activity.DatabaseActivities.ArmRequest;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.PromoteRequest;
import io.traceo.workflows.activity.DatabaseActivities.Promotion;
import io.traceo.workflows.activity.DatabaseActivities.SealRequest;
import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A restored server becomes the region's member, is taken back, and at last leads. */
@Tag("long")
class InstallIT {
  private static final String GROUP = ThreeMembers.GROUP;
  private static final String COLD = BackupLab.COLD;

  @Test
  void aRestoredServerTakesAMembersPlace() throws Exception {
    try (BackupLab lab = new BackupLab(94, "127.94.0.99")) {
      Steps steps = Steps.ofWhole(lab.group);
      String leader = steps.leader;
      long epoch = steps.epoch;
      var archiving = lab.archive(leader, epoch - 1);
      lab.service.take(new TakeRequest(GROUP, "b1", leader));
      Map<Long, Long> moments = lab.commits(leader, 1, 10);
      lab.awaitArchive(leader);
      Path own = lab.group.server(COLD).data();

      assertThat(
              lab.service
                  .uninstall(new UninstallRequest(lab.server("one"), leader, epoch))
                  .outcome())
          .isEqualTo("ALREADY");
      lab.restore("one", BackupLab.at(moments.get(5L)));
      InstallRequest one = new InstallRequest(lab.server("one"), epoch);
      MemberState installed = lab.service.install(one);
      assertThat(installed.standby()).isTrue();
      assertThat(installed.upstream()).isNull();
      assertThat(installed.epoch()).isEqualTo(epoch);
      assertThat(lab.service.install(one)).isEqualTo(installed);
      Steps.assertFails("Conflict", () -> lab.service.discard(lab.server("one")));
      assertThat(
              lab.service
                  .uninstall(new UninstallRequest(lab.server("one"), leader, epoch))
                  .outcome())
          .isEqualTo("DONE");
      assertThat(lab.group.server(COLD).data()).isEqualTo(own);
      Steps.eventually(
          () -> {
            if (!leader.equals(
                lab.group
                    .at("control")
                    .survey(
                        new io.traceo.workflows.activity.DatabaseActivities.SurveyRequest(
                            GROUP, List.of(COLD)))
                    .members()
                    .get(0)
                    .upstream())) {
              throw io.traceo.activities.Failures.of("NotReady", "does not follow yet");
            }
          });
      assertThat(lab.service.discard(lab.server("one")).outcome()).isEqualTo("ALREADY");

      // All others are lost, and the newest state leads.
      lab.awaitArchive(leader);
      ThreeMembers.REGIONS.forEach(r -> lab.group.server(r).kill());
      archiving.join();
      lab.restore("two", BackupLab.at(moments.get(7L)));
      MemberState two = lab.service.install(new InstallRequest(lab.server("two"), epoch + 1));
      SealedMember sealed = steps.control.seal(new SealRequest(GROUP, COLD, leader, epoch + 1));
      assertThat(sealed.position()).isEqualTo(two.position());
      steps.control.arm(new ArmRequest(GROUP, COLD, List.of(), List.of(), 0, epoch + 1));
      Promotion promotion =
          steps.control.promote(
              new PromoteRequest(GROUP, COLD, epoch + 1, sealed.timeline(), sealed.position()));
      assertThat(promotion.timeline()).isEqualTo(2);
      try (Connection now = lab.group.operator(COLD)) {
        assertThat(Steps.number(now, "SELECT max(seq) FROM ledger.entry")).isEqualTo(7);
        Steps.run(now, "INSERT INTO ledger.entry (client, seq, sent_at) VALUES ('new', 1, now())");
      }
      assertThat(lab.service.install(new InstallRequest(lab.server("two"), epoch + 1)).standby())
          .isFalse();
      Steps.assertFails(
          "Conflict",
          () -> lab.service.uninstall(new UninstallRequest(lab.server("two"), null, epoch + 1)));
    }
  }
}
