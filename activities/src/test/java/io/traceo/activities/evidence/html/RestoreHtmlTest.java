package io.traceo.activities.evidence.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.traceo.activities.evidence.Restores;
import io.traceo.activities.evidence.note.Note;
import io.traceo.activities.evidence.note.ShownNotes;
import io.traceo.workflows.contract.PayloadMapper;
import io.traceo.workflows.restore.RestoreReport;
import io.traceo.workflows.restore.RestoreReport.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestoreHtmlTest {
  @ParameterizedTest
  @ValueSource(strings = {"GREEN", "RED", "DONE", "FAILED", "REFUSED", "PLANNED", "INVENTED_LATER"})
  void everyVerdictIsShownAlsoWithoutAnyMeasurement(String verdict) throws JsonProcessingException {
    assertThat(html(Restores.report(Kind.RESTORE, "r", verdict, "because", true)))
        .startsWith("<!DOCTYPE html>")
        .contains(">" + verdict + "</span>");
    String bare = html(bare(verdict));
    assertThat(bare).contains(">" + verdict + "</span>", "</html>").doesNotContain("null");
  }

  @Test
  void theFirstThingsReadAreTheVerdictInASentenceAndTheNumbersAgainstTheirLimits() {
    assertThat(html(Restores.green()))
        .containsSubsequence(
            "Restore test of group na",
            "The newest backup was restored in us-west-2 and passed 3 checks: it was ready after 3"
                + " min 51 s. Commits of the last 3.25 s are not in it.",
            "<li class=\"good\"><span class=\"name\">Recovery time</span>",
            "style=\"width:6%\"",
            "from the start; at most 1 h",
            "3.25 s",
            "1.5 GiB",
            "3 of 3",
            "Age of the newest backup",
            "at most 26 h",
            "backup 20261125T020000-aaaa of 2026-11-25T02:01:40Z",
            "196,608 pages",
            "✓ passed",
            "unpack the base backup",
            "2 min 31 s",
            "regions: loopback addresses of one machine");
  }

  @Test
  void aFailedCheckStandsOut() {
    assertThat(html(Restores.red()))
        .contains(
            "This backup is not known to restore: check amcheck failed",
            "<li class=\"bad\"><span class=\"name\">Checks</span><span class=\"value\">2 of 3",
            "<span class=\"missed\">✗ FAILED</span>");
  }

  @Test
  void aTakeOverSaysWhoLeadsAndItsStepsAreExplained() throws JsonProcessingException {
    ObjectNode json = PayloadMapper.create().valueToTree(Restores.green());
    json.put("kind", "RESTORE").put("verdict", "DONE").put("takeOver", true);
    ((ObjectNode) json.withArray("steps").get(0)).put("name", "take-over.route");
    assertThat(html(read(json)))
        .contains(
            "Restore and take-over of group na",
            "The group was restored in us-west-2 and leads there; writes were open after",
            "<tr class=\"plain part\"><th scope=\"row\">route<small>point the public names");
  }

  @Test
  void whatPeopleTypedIsShownAsTheyTypedItAndDoesNothing() throws JsonProcessingException {
    String attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>${7*7}<#if>";
    ObjectNode json = PayloadMapper.create().valueToTree(Restores.red());
    for (String field : List.of("reason", "startedBy", "why", "group", "region", "endpoint")) {
      json.put(field, attack);
    }
    json.putArray("events").add(attack);
    json.putArray("simulated").add(attack);
    json.withArray("checks").forEach(c -> ((ObjectNode) c).put("name", attack));
    json.withArray("checks").forEach(c -> ((ObjectNode) c).put("detail", attack));
    json.withArray("steps").forEach(s -> ((ObjectNode) s).put("detail", attack));
    json.withObject("/plan").put("where", attack).putArray("refusals").add(attack);
    Note note = new Note(1, "r", "na", attack, attack, attack, attack, attack);

    String html = RestoreHtml.render(read(json), new ShownNotes(List.of(note), List.of(note)));

    assertThat(html)
        .doesNotContain("<script", "<img")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "${7*7}", "&lt;#if&gt;")
        .contains("content=\"default-src 'none'; style-src 'unsafe-inline'");
  }

  @Test
  void thePageNeedsNothingElse() {
    assertThat(html(Restores.red()))
        .doesNotContain("http:", "https:", "//", "src=", "@import", "url(");
  }

  private static String html(RestoreReport report) {
    return RestoreHtml.render(report, ShownNotes.NONE);
  }

  private static RestoreReport bare(String verdict) throws JsonProcessingException {
    return PayloadMapper.create()
        .readValue(
            "{\"reportId\":\"r\",\"kind\":\"RESTORE_TEST\",\"verdict\":\"%s\",\"startedAt\":\"2026\"}"
                .formatted(verdict),
            RestoreReport.class);
  }

  private static RestoreReport read(ObjectNode json) throws JsonProcessingException {
    return PayloadMapper.create().treeToValue(json, RestoreReport.class);
  }
}
