package io.traceo.activities.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.traceo.activities.evidence.note.ShownNotes;
import io.traceo.workflows.contract.PayloadMapper;
import io.traceo.workflows.restore.RestoreReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RestoreTextTest {
  @Test
  void readsAsAgreed() throws IOException {
    try (InputStream golden = RestoreTextTest.class.getResourceAsStream("red-restore-test.txt")) {
      assertThat(RestoreText.render(Restores.red(), ShownNotes.NONE))
          .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void isPlainAndNoWiderThanThePage() {
    String text = RestoreText.render(Restores.red(), ShownNotes.NONE);
    assertThat(text).matches("[\\x20-\\x7e\\n]*");
    assertThat(text.lines()).allSatisfy(l -> assertThat(l.length()).isLessThanOrEqualTo(100));
  }

  @Test
  void aGoodTestSaysHowMuchWasAsked() {
    assertThat(RestoreText.render(Restores.green(), ShownNotes.NONE))
        .startsWith("RESTORE TEST GREEN: all 3 checks passed\n");
  }

  @Test
  void aReportThatLacksMostPartsIsStillRendered() throws JsonProcessingException {
    assertThat(RestoreText.render(bare(), ShownNotes.NONE))
        .startsWith("RESTORE REFUSED\n")
        .contains("no space")
        .doesNotContain("null in", "Plan", "Checks");
  }

  private static RestoreReport bare() throws JsonProcessingException {
    return PayloadMapper.create()
        .readValue(
            "{\"reportId\":\"r\",\"kind\":\"RESTORE\",\"group\":\"na\",\"verdict\":\"REFUSED\","
                + "\"reason\":\"no space\",\"startedAt\":\"2026-11-23T10:15:00Z\",\"addedLater\":{}}",
            RestoreReport.class);
  }
}
