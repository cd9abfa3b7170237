package io.traceo.workflows.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.traceo.workflows.drill.DrillMode;
import io.traceo.workflows.drill.DrillReport;
import io.traceo.workflows.drill.DrillRequest;
import io.traceo.workflows.drill.DrillRunbook;
import io.traceo.workflows.failover.FailoverRequest;
import io.traceo.workflows.failover.TestDefinition;
import io.traceo.workflows.group.GroupState;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.WatchMode;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Payloads of the past still decode, and what people type is read strictly. */
class PayloadCompatibilityTest {
  private final ObjectMapper mapper = PayloadMapper.create();

  @Test
  void theSmallestStartRecordIsEnough() throws Exception {
    DrillRequest drill = mapper.readValue("{\"group\":\"na\"}", DrillRequest.class);
    assertThat(drill.problems()).isEmpty();
    assertThat(drill.modeOrDefault()).isEqualTo(DrillMode.UNPLANNED);
  }

  @Test
  void unknownFieldsOfAStartRecordAreCollectedAndRefusedByName() throws Exception {
    FailoverRequest request =
        mapper.readValue("{\"group\":\"na\",\"traget\":\"us-west-2\"}", FailoverRequest.class);
    assertThat(request.problems()).hasSize(1).first().asString().contains("traget", "target");
  }

  @Test
  void aStartRecordSurvivesTheWayThroughTheConverter() throws Exception {
    FailoverRequest request =
        new FailoverRequest("na", "SWITCHOVER", null, "why", "me", false, null, Map.of());
    String json = mapper.writeValueAsString(request);
    assertThat(mapper.readValue(json, FailoverRequest.class)).isEqualTo(request);
    assertThat(json).doesNotContain("unknown");
  }

  @Test
  void aGroupStateOfTheFirstVersionDecodes() throws Exception {
    GroupState state =
        mapper.readValue(
            """
            {"leader":"us-east-1","epoch":4,"armedBy":"lab","incidents":1,"grants":3,
             "grant":{"token":"na-3","operationId":"o","workflowId":"drill/na","runId":"r",
                      "kind":"DRILL","expects":[{"kind":"FAILOVER","fromRegion":"us-east-1"}]}}
            """,
            GroupState.class);
    assertThat(state.events()).isEmpty();
    assertThat(state.alarms().falseAlarms()).isZero();
    assertThat(state.grant().expects()).hasSize(1);
    assertThat(state.unrest()).isEmpty();
    assertThat(state.incidentBook().opened()).isZero();
    assertThat(state.freeze()).isNull();
  }

  @Test
  void aGroupThatIsNotWatchedSurvivesTheWayThroughTheConverter() throws Exception {
    assertThat(mapper.writeValueAsString(WatchMode.OFF)).isEqualTo("\"off\"");
    assertThat(mapper.readValue("\"off\"", WatchMode.class)).isEqualTo(WatchMode.OFF);
    ReplicationGroup group = TestDefinition.na().group();
    String json = mapper.writeValueAsString(group);
    assertThat(mapper.readValue(json, ReplicationGroup.class)).isEqualTo(group);
  }

  @Test
  void aGroupsLinesOfTheFirstVersionStayReadable() throws Exception {
    GroupState state =
        mapper.readValue(
            "{\"leader\":\"a\",\"epoch\":4,\"wouldHave\":[\"would have failed over\"]}",
            GroupState.class);
    assertThat(state.wouldHave().get(0).text()).isEqualTo("would have failed over");
    GroupState again = mapper.readValue(mapper.writeValueAsString(state), GroupState.class);
    assertThat(again).isEqualTo(state);
  }

  @Test
  void aDrillRunbookOfTheFirstVersionHasTheDefaults() throws Exception {
    DrillRunbook runbook = mapper.readValue("{\"patience\":\"PT1M\"}", DrillRunbook.class);
    assertThat(runbook.maximumLagBytes()).isEqualTo(1_048_576);
    assertThat(runbook.abortFactor()).isEqualTo(1.5);
  }

  @Test
  void aReportWithFieldsOfALaterVersionDecodes() throws Exception {
    DrillReport report =
        mapper.readValue(
            """
            {"schema":1,"reportId":"x","group":"na","verdict":"PASSED","mode":"UNPLANNED",
             "startedAt":"2026-11-23T00:00:00Z","workflowId":"drill/na","runId":"r",
             "fromRegion":"us-east-1","epochBefore":1,"epochAfter":3,
             "clocks":{"detectedMs":1},"somethingNew":{"a":1}}
            """,
            DrillReport.class);
    assertThat(report.clocks().detectedMs()).isEqualTo(1);
    assertThat(report.steps()).isEmpty();
  }
}
