package io.traceo.activities.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.traceo.activities.evidence.note.ShownNotes;
import io.traceo.workflows.contract.PayloadMapper;
import io.traceo.workflows.drill.DrillReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReportTextTest {
  @Test
  void readsAsAgreed() throws IOException {
    try (InputStream golden = ReportTextTest.class.getResourceAsStream("failed-drill.txt")) {
      assertThat(ReportText.render(Reports.failed(), ShownNotes.NONE))
          .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void isPlainAndNoWiderThanThePage() {
    String text = ReportText.render(Reports.failed(), ShownNotes.NONE);
    assertThat(text).matches("[\\x20-\\x7e\\n]*");
    assertThat(text.lines()).allSatisfy(l -> assertThat(l.length()).isLessThanOrEqualTo(100));
  }

  @Test
  void aWordWiderThanThePageIsCutAndNothingIsLost() {
    PlainLines lines = new PlainLines();
    lines.line(4, "  %s", "x".repeat(250));
    assertThat(lines.toString().lines()).hasSize(3).allMatch(l -> l.length() <= PlainLines.WIDTH);
    assertThat(lines.toString().replaceAll("\\s", "")).hasSize(250);
  }

  @Test
  void aReportThatLacksMostPartsIsStillRendered() throws JsonProcessingException {
    DrillReport bare =
        PayloadMapper.create()
            .readValue(
                "{\"reportId\":\"r\",\"group\":\"na\",\"verdict\":\"REFUSED\",\"reason\":\"busy\","
                    + "\"startedAt\":\"2026-11-23T10:15:00Z\",\"addedLater\":{\"a\":1}}",
                DrillReport.class);
    assertThat(ReportText.render(bare, ShownNotes.NONE))
        .startsWith("DRILL REFUSED\n")
        .contains("busy", "not measured");
  }

  @Test
  void aCancelledDrillDoesNotBoastOfItsObjectives() throws JsonProcessingException {
    DrillReport cancelled =
        PayloadMapper.create()
            .readValue(
                "{\"reportId\":\"r\",\"group\":\"na\",\"verdict\":\"FAILED\",\"reason\":\"cancelled\","
                    + "\"startedAt\":\"2026-11-23T10:15:00Z\",\"objectives\":[{\"name\":\"detection\","
                    + "\"limit\":\"1 s\",\"measured\":\"0 s\",\"met\":true}]}",
                DrillReport.class);
    assertThat(ReportText.render(cancelled, ShownNotes.NONE)).startsWith("DRILL FAILED\n=====");
  }
}
