package io.traceo.workflows.group;

import static io.traceo.workflows.TestTemporal.await;
import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.WorkflowUpdateException;
import io.traceo.workflows.contract.PayloadMapper;
import io.traceo.workflows.failover.FailoverRequest;
import io.traceo.workflows.group.GroupWorkflow.ArmOrder;
import io.traceo.workflows.group.IncidentAnswer.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is reported of a group whose leader is watched: one incident, and the verdict decides. */
class GroupIncidentTest extends GroupBed {
  private static IncidentReport report(boolean firing, String... keys) {
    return new IncidentReport(
        "alertmanager",
        "token:prometheus",
        "no writes",
        firing,
        System.currentTimeMillis(),
        keys.length,
        List.of(keys),
        EAST,
        Map.of("severity", "critical"));
  }

  @Test
  void reportsJoinOneIncidentAndTheSameAgainIsNoNews() {
    IncidentAnswer first = group.report(report(true, "a", "b"));
    assertThat(first.state()).isEqualTo(State.OPENED);
    assertThat(first.incident()).isEqualTo("na-1");
    assertThat(group.report(report(true, "a", "b")).state()).isEqualTo(State.JOINED);
    assertThat(group.report(report(true, "c")).incident()).isEqualTo("na-1");
    await(() -> group.status().incident().state() == OpenIncident.State.LEADER_WELL);
    OpenIncident open = group.status().incident();
    assertThat(open.alerts()).isEqualTo(3);
    assertThat(open.firing()).isEqualTo(3);
    assertThat(open.sources()).containsExactly("alertmanager (token:prometheus)");
    assertThat(open.summary()).isEqualTo("no writes");

    assertThat(group.report(report(false, "a", "c")).state()).isEqualTo(State.JOINED);
    IncidentAnswer last = group.report(report(false, "b"));
    assertThat(last.state()).isEqualTo(State.CLOSED);
    assertThat(group.report(report(false, "b")).state()).isEqualTo(State.NONE);
    assertThat(group.status().incident()).isNull();
    assertThat(group.report(report(true, "a")).incident()).isEqualTo("na-2");
  }

  @Test
  void aReportPromotesNobodyWhereTheObserversSeeALivingLeader() {
    group.arm(new ArmOrder("me", "test"));
    IncidentAnswer answer = group.report(report(true, "a"));
    assertThat(answer.run()).isNull();
    await(() -> group.status().incident().state() == OpenIncident.State.LEADER_WELL);
    assertThat(group.report(report(true, "a")).detail())
        .isEqualTo("the observers say that us-east-1 is well; 1 of 1 alerts fire");
    assertThat(world.calls("seal", "promote")).isEmpty();
  }

  @Test
  void theFailoverThatAnswersItNamesItAndClosesIt() {
    group.arm(new ArmOrder("me", "test"));
    group.report(report(true, "a"));
    dies(EAST);
    await(() -> "PROTECTED".equals(stage()));
    await(() -> group.status().incident() == null);
    assertThat(group.status().leader()).isEqualTo(WEST2);
    assertThat(events("incident na-1 is over: us-west-2 leads and is well")).isEqualTo(1);
    String run = group.status().lastFailover().workflowId();
    FailoverRequest request =
        PayloadMapper.dataConverter()
            .fromPayloads(
                0,
                Optional.of(
                    client
                        .fetchHistory(run)
                        .getEvents()
                        .get(0)
                        .getWorkflowExecutionStartedEventAttributes()
                        .getInput()),
                FailoverRequest.class,
                FailoverRequest.class);
    assertThat(request.reason()).isEqualTo("incident na-1: LEADER_DEAD");

    IncidentReport late =
        new IncidentReport(
            "alertmanager", null, "no writes", true, 1_000, 1, List.of("z"), EAST, Map.of());
    IncidentAnswer answer = group.report(late);
    assertThat(answer.state()).isEqualTo(State.JOINED);
    assertThat(answer.incident()).isEqualTo("na-1");
    assertThat(answer.detail()).contains("it is over");
    assertThat(group.status().incident()).isNull();
  }

  @Test
  void whatIsNoReportIsRefusedWithTheField() {
    assertThatThrownBy(
            () ->
                group.report(
                    new IncidentReport("api", null, " ", true, 0, 1, List.of(), null, Map.of())))
        .isInstanceOf(WorkflowUpdateException.class)
        .rootCause()
        .hasMessageContaining("\"summary\" is missing");
    assertThat(group.status().incident()).isNull();
  }

  @Test
  void aNewRunOfTheEntityKnowsEverything() {
    group.report(report(true, "a", "b"));
    long until = System.currentTimeMillis() + 600_000;
    group.freeze(new FreezeOrder("alice", "migration", until));
    Explanation seen = group.explainNow();
    dies(EAST);
    await(() -> group.status().verdict() == Verdict.LEADER_DEAD);
    isBack(EAST);
    await(() -> group.status().alarms().falseAlarms() == 1);

    continuesAsNew();
    OpenIncident open = group.status().incident();
    assertThat(open.id()).isEqualTo("na-1");
    assertThat(group.status().freeze())
        .isEqualTo(new Freeze("alice", "migration", group.status().freeze().atMillis(), until));
    assertThat(group.explain().lookedAtMillis()).isGreaterThanOrEqualTo(seen.lookedAtMillis());
    assertThat(group.report(report(true, "b")).state()).isEqualTo(State.JOINED);
    assertThat(group.status().incident().alerts()).isEqualTo(2);
    assertThat(group.report(report(false, "a", "b")).state()).isEqualTo(State.CLOSED);
    assertThat(group.report(report(true, "d")).incident()).isEqualTo("na-2");
  }
}
