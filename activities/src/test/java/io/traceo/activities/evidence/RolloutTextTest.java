package io.traceo.activities.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.traceo.activities.evidence.note.ShownNotes;
import io.traceo.workflows.capacity.CapacityRolloutReport;
import io.traceo.workflows.contract.PayloadMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class RolloutTextTest {
  private static String text(CapacityRolloutReport report) {
    return RolloutText.render(report, ShownNotes.NONE);
  }

  @Test
  void regionsStandInTheOrderOfTheRolloutWithWhatCameOfThem() {
    assertThat(text(Rollouts.failed()))
        .startsWith("ROLLOUT OF CAPACITY FAILED\n")
        .containsSubsequence(
            "gate not met: us-west-2: errors is 0.2, at most 0.1",
            "started by   ops",
            "batch 1    us-west-1: 30 to 300 replicas",
            "NOT taken back: cluster of us-west-1: forbidden",
            "minReplicas 10 to 30",
            "batch 2    us-west-2: 30 to 300 replicas",
            "taken back: as it was before",
            ".spec.maxReplicas is managed by somebody",
            "batch 3    us-east-1 (leads): 30 to 300 replicas",
            "not touched",
            "Gates",
            "errors is 0.2",
            "apply us-west-1",
            "pods: marked ready by the lab, no kubelet",
            "PAGE rolled back");
  }

  @Test
  void anOldReportIsShownAsFarAsItGoes() throws JsonProcessingException {
    ObjectNode old = PayloadMapper.create().createObjectNode();
    old.put("reportId", "r").put("group", "na").put("verdict", "REFUSED").put("startedAt", "2026");
    CapacityRolloutReport read =
        PayloadMapper.create().treeToValue(old, CapacityRolloutReport.class);
    assertThat(text(read)).contains("ROLLOUT OF CAPACITY REFUSED").doesNotContain("null");
    assertThat(text(Rollouts.report("PLANNED", null, List.of()))).doesNotContain("null");
  }
}
