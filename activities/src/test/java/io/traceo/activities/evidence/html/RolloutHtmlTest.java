package io.traceo.activities.evidence.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.traceo.activities.evidence.Rollouts;
import io.traceo.activities.evidence.note.Note;
import io.traceo.activities.evidence.note.ShownNotes;
import io.traceo.workflows.capacity.CapacityRolloutReport;
import io.traceo.workflows.contract.PayloadMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RolloutHtmlTest {
  private static String html(CapacityRolloutReport report) {
    return RolloutHtml.render(report, ShownNotes.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DONE", "ROLLED_BACK", "FAILED", "REFUSED", "PLANNED", "INVENTED_LATER"})
  void everyVerdictIsShownAlsoWithoutAnyRegion(String verdict) {
    assertThat(html(Rollouts.report(verdict, "because", List.of())))
        .startsWith("<!DOCTYPE html>")
        .contains(">" + verdict.replace('_', ' ') + "</span>", "</html>")
        .doesNotContain("null");
  }

  @Test
  void theVerdictIsASentenceAndEachRegionARow() {
    assertThat(html(Rollouts.done()))
        .containsSubsequence(
            "Rollout of capacity, group na",
            "3 regions changed, and each stayed well before the next began.",
            "us-west-1",
            "30 to 300",
            "minReplicas 10 to 30",
            "changed, and stayed well",
            "us-east-1, leads");
    assertThat(html(Rollouts.failed()))
        .containsSubsequence(
            "1 region could not be taken back: gate not met: us-west-2: errors is 0.2, at most"
                + " 0.1.",
            "NOT taken back: cluster of us-west-1: forbidden",
            ".spec.maxReplicas is managed by somebody",
            "taken back: as it was before",
            "not touched");
  }

  @Test
  void aReportOfWhichLittleWasRecordedIsShownAsFarAsItGoes() throws JsonProcessingException {
    ObjectNode old = PayloadMapper.create().createObjectNode();
    old.put("reportId", "r").put("verdict", "REFUSED").put("startedAt", "2026-11-25T04:00:00Z");
    assertThat(html(read(old)))
        .contains("group unknown", "Nothing was changed: no reason was recorded.")
        .doesNotContain("null");
  }

  @Test
  void whatPeopleTypedIsShownAsTheyTypedItAndDoesNothing() throws JsonProcessingException {
    String attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>${7*7}<#if>";
    ObjectNode json = PayloadMapper.create().valueToTree(Rollouts.failed());
    for (String field : List.of("reason", "startedBy", "why", "group", "workflowId")) {
      json.put(field, attack);
    }
    for (String field : List.of("readings", "simulated", "events")) {
      json.putArray(field).add(attack);
    }
    for (var region : json.withArray("regions")) {
      ObjectNode row = (ObjectNode) region;
      row.put("region", attack).put("detail", attack);
      ArrayNode unused = row.putArray("differences").add(attack);
    }
    Note note = new Note(1, "r", "na", attack, attack, attack, attack, attack);
    String html = RolloutHtml.render(read(json), new ShownNotes(List.of(note), List.of(note)));
    assertThat(html)
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
        .doesNotContain("<script>alert", "<img src=x", ">49<");
  }

  private static CapacityRolloutReport read(ObjectNode json) throws JsonProcessingException {
    return PayloadMapper.create().treeToValue(json, CapacityRolloutReport.class);
  }
}
