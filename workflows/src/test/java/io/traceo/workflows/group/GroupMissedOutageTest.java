package io.traceo.workflows.group;

import static io.traceo.workflows.TestTemporal.await;
import static io.traceo.workflows.failover.FakeWorld.EAST;
import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.failover.TestDefinition;
import io.traceo.workflows.group.WouldHave.End;
import io.traceo.workflows.topology.RecoveryObjective;
import io.traceo.workflows.topology.ReplicationGroup;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An outage that lasts longer than a failover is promised to take. */
class GroupMissedOutageTest extends GroupBed {
  @Override
  Definition definition() {
    return promising(Duration.ofMillis(1));
  }

  @Test
  void aLeaderThatIsBackLateWasAMissedOutage() {
    dies(EAST);
    await(() -> group.status().verdict() == Verdict.LEADER_DEAD);
    isBack(EAST);
    await(() -> group.status().alarms().missedOutages() == 1);
    assertThat(group.status().alarms().falseAlarms()).isZero();
    assertThat(group.status().wouldHave().get(0).end()).isEqualTo(End.MISSED_OUTAGE);
    assertThat(events("missed outage: us-east-1 leads and writes again")).isEqualTo(1);
    assertThat(world.calls("seal", "promote")).isEmpty();
  }

  /** Promises that whoever is back later than this has missed an outage. */
  private static Definition promising(Duration failover) {
    Definition d = TestDefinition.na();
    ReplicationGroup g = d.group();
    RecoveryObjective o = g.objective();
    return new Definition(
        new ReplicationGroup(
            g.id(),
            g.leader(),
            g.followers(),
            g.cold(),
            g.tier(),
            g.onLastCopy(),
            g.quorum(),
            g.dataClasses(),
            g.zone(),
            g.writeName(),
            g.readName(),
            g.ttl(),
            g.observers(),
            g.probes(),
            new RecoveryObjective(o.recoveryTime(), o.recoveryPoint(), o.detection(), failover),
            g.shrinkAfter(),
            g.cooldown()),
        d.regions(),
        d.failover(),
        d.drill(),
        d.simulated(),
        d.searchAttributes());
  }
}
