package io.traceo.workflows.group;

import static io.traceo.workflows.TestTemporal.await;
import static io.traceo.workflows.failover.FakeWorld.EAST;
import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.group.GroupWorkflow.ArmOrder;
import io.traceo.workflows.topology.IncidentPolicy;
import io.traceo.workflows.topology.WatchMode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A group whose incidents are recorded only. */
class RecordedIncidentTest extends GroupBed {
  @Override
  Definition definition() {
    return Settings.DEFAULT.watch(WatchMode.OFF, IncidentPolicy.OBSERVE).definition();
  }

  @Override
  void awaitReady() {
    await(() -> EAST.equals(group.status().leader()) && !group.status().followers().isEmpty());
  }

  @Test
  void aReportSendsNobodyOut() {
    group.arm(new ArmOrder("me", "test"));
    dies(EAST);
    group.report(
        new IncidentReport(
            "api", "user:alice", "users complain", true, 0, 1, List.of(), EAST, Map.of()));
    await(() -> group.status().incident().state() == OpenIncident.State.RECORDED);
    assertThat(group.status().incident().text())
        .contains("na-1, RECORDED", "users complain", "from api (user:alice)");
    assertThat(events("verdict on")).isZero();
    assertThat(world.calls("seal", "promote")).isEmpty();
  }
}
