package io.traceo.activities.evidence.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.traceo.activities.evidence.Reports;
import io.traceo.activities.evidence.note.Note;
import io.traceo.activities.evidence.note.ShownNotes;
import io.traceo.workflows.contract.PayloadMapper;
import io.traceo.workflows.drill.DrillReport;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportHtmlTest {
  @ParameterizedTest
  @ValueSource(strings = {"PASSED", "FAILED", "REFUSED", "PLANNED", "INVENTED_LATER"})
  void everyVerdictIsShownAlsoWithoutAnyMeasurement(String verdict) throws JsonProcessingException {
    assertThat(html(Reports.report("r", "2026-11-23T10:15:00Z", verdict, "because")))
        .contains(">" + verdict + "</span>");
    String bare = html(bare(verdict));
    assertThat(bare).contains(">" + verdict + "</span>", "</html>").doesNotContain("null");
  }

  @Test
  void theFirstThingsReadAreTheVerdictInASentenceAndTheNumbers() {
    String html = html(Reports.failed());

    assertThat(html)
        .containsSubsequence(
            "1 of 3 objectives was missed: clients converged.",
            "us-east-1 went silent and us-west-2 took over; clients were writing again after 2.12"
                + " s.",
            "No acknowledged write was lost.",
            "<li class=\"good\"><span class=\"name\">Detected</span>",
            "1.19 s",
            "a quorum of observers; at most 30 s",
            "not measured",
            "<svg class=\"wide\"",
            "Began",
            "10.5 s");
  }

  @Test
  void nothingMeasuredIsSaidAndNotDrawn() throws JsonProcessingException {
    String html = html(bare("FAILED"));

    assertThat(html)
        .contains(
            "The drill failed; no reason was recorded.",
            "Acknowledged writes lost</span><span class=\"value words\">not measured",
            "writes were not recorded over time")
        .doesNotContain("<svg");
  }

  @Test
  void aPlannedSwitchCountsFromItsDecisionAndHasNoDetection() throws JsonProcessingException {
    ObjectNode json = json(Reports.failed());
    json.put("mode", "SWITCHOVER").putNull("fault").put("verdict", "PASSED");

    assertThat(html(read(json)))
        .contains("Planned switch of group na", "The lead moved from us-east-1 to us-west-2")
        .contains("1 decided")
        .doesNotContain(">Detected<");
  }

  @Test
  void whatPeopleTypedIsShownAsTheyTypedItAndDoesNothing() throws JsonProcessingException {
    String attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>${7*7}<#if>";
    ObjectNode json = json(Reports.failed());
    for (String field : List.of("reason", "startedBy", "why", "group", "fromRegion", "toRegion")) {
      json.put(field, attack);
    }
    for (String field : List.of("simulated", "versions", "notes", "events", "lessonsLearned")) {
      json.putArray(field).add(attack);
    }
    Note note = new Note(1, "r", "na", attack, attack, attack, attack, attack);
    json.withArray("steps").forEach(s -> ((ObjectNode) s).put("detail", attack));
    json.withArray("steps").forEach(s -> ((ObjectNode) s).put("name", attack));
    json.withArray("objectives").forEach(o -> ((ObjectNode) o).put("name", attack));
    json.at("/ledger/timeline/series").forEach(s -> ((ObjectNode) s).put("client", attack));
    json.at("/ledger/timeline/series").forEach(s -> ((ObjectNode) s).put("server", attack));

    String html = ReportHtml.render(read(json), new ShownNotes(List.of(note), List.of(note)));

    assertThat(html)
        .doesNotContain("<script", "<img")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "${7*7}", "&lt;#if&gt;");
    assertThat(html).contains("content=\"default-src 'none'; style-src 'unsafe-inline'");
  }

  @Test
  void thePageNeedsNothingElseAndStaysSmallWhenTheWindowIsThreeMinutes()
      throws JsonProcessingException {
    ObjectNode json = json(Reports.failed());
    json.withObject("/ledger")
        .set("timeline", PayloadMapper.create().valueToTree(Reports.writes(1800)));

    String html = html(read(json));

    assertThat(html.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(60_000, 500 * 1024);
    assertThat(html)
        .doesNotContain("http:", "https:", "//", "src=", "@import", "url(")
        .contains("the mean of 2 of them");
  }

  private static String html(DrillReport report) {
    return ReportHtml.render(report, ShownNotes.NONE);
  }

  /** As an old program may have left it. */
  private static DrillReport bare(String verdict) throws JsonProcessingException {
    return PayloadMapper.create()
        .readValue(
            "{\"reportId\":\"r\",\"group\":\"na\",\"verdict\":\"%s\",\"startedAt\":\"2026-11-23\"}"
                .formatted(verdict),
            DrillReport.class);
  }

  private static ObjectNode json(DrillReport report) {
    return PayloadMapper.create().valueToTree(report);
  }

  private static DrillReport read(ObjectNode json) throws JsonProcessingException {
    return PayloadMapper.create().treeToValue(json, DrillReport.class);
  }
}
