package io.traceo.workflows.group;

import static io.traceo.workflows.TestTemporal.await;
import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.group.GroupWorkflow.ArmOrder;
import io.traceo.workflows.topology.IncidentPolicy;
import io.traceo.workflows.topology.WatchMode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A group that nobody watches: an incident sends the observers out, and they decide. */
class WatchOffTest extends GroupBed {
  @Override
  Definition definition() {
    return Settings.DEFAULT.watch(WatchMode.OFF, IncidentPolicy.VERIFY).definition();
  }

  @Override
  void awaitReady() {
    await(() -> EAST.equals(group.status().leader()) && !group.status().followers().isEmpty());
  }

  private static IncidentReport report(boolean firing) {
    return new IncidentReport(
        "alertmanager",
        null,
        "no writes",
        firing,
        System.currentTimeMillis(),
        1,
        List.of("a"),
        null,
        Map.of());
  }

  @Test
  void theObserversGoOutWhileAnIncidentIsOpenAndDecide() {
    group.arm(new ArmOrder("me", "test"));
    assertThat(group.status().watching()).isZero();
    assertThat(group.explain().gates()).extracting(Explanation.Gate::name).contains("NOT_WATCHED");

    assertThat(group.report(report(true)).detail()).startsWith("the observers look at us-east-1");
    await(() -> group.status().verdict() == Verdict.HEALTHY);
    await(() -> group.status().incident().state() == OpenIncident.State.LEADER_WELL);
    assertThat(world.calls("seal", "promote")).isEmpty();

    assertThat(group.report(report(false)).state()).isEqualTo(IncidentAnswer.State.CLOSED);
    await(() -> group.status().watching() == 0);
    assertThat(group.status().verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(events("the observers come back")).isEqualTo(1);
  }

  @Test
  void aDeadLeaderIsReplacedThroughAnIncidentAlone() {
    group.arm(new ArmOrder("me", "test"));
    dies(EAST);
    group.report(report(true));
    await(() -> "PROTECTED".equals(stage()));
    assertThat(group.status().leader()).isEqualTo(WEST2);
    await(() -> group.status().incident() == null);
    await(() -> group.status().watching() == 0);
  }
}
