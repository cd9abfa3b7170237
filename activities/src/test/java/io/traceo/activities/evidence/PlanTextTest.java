package io.traceo.activities.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.traceo.activities.evidence.note.ShownNotes;
import io.traceo.workflows.capacity.CapacityPlanReport;
import io.traceo.workflows.contract.PayloadMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTextTest {
  @TempDir Path folder;

  @Test
  void everythingThatDecidesIsRead() {
    assertThat(PlanText.render(Plans.tooLittle(), ShownNotes.NONE))
        .startsWith("PLAN OF CAPACITY SHORT\n")
        .containsSubsequence(
            "To be raised",
            "region us-west-2, field quota: it allows 48 replicas",
            "Not known",
            "Sizes, in replicas",
            "us-east-1 *",
            "Group na, should us-east-1 be lost",
            "us-west-2: needs ",
            "27 replicas SHORT: the quota of 48",
            "until this is rolled out, its autoscaler stops at 10 replicas",
            "tier HOT: 3x",
            "Together",
            "11 % MORE than the fixed size",
            "Region us-west-2 of na",
            "gap: 2026-09-28 and 1 more days missing: at most 3 of 288 samples",
            "chosen: weekday mean",
            "SARIMA(2,1,2)(1,1,1)7",
            "seasonal naive",
            "ETS",
            "Left out",
            "china (cn-north-1): it is isolated");
  }

  @Test
  void theCommandCanBePasted() {
    String text = PlanText.render(Plans.tooLittle(), ShownNotes.NONE);
    assertThat(text)
        .contains(
            """
              traceo capacity rollout na \\
                  --size us-east-1=60:600 \\
                  --size us-west-2=40:400
            """
                .indent(0));
  }

  @Test
  void isPlainAndNoWiderThanThePage() {
    String text = PlanText.render(Plans.tooLittle(), ShownNotes.NONE);
    assertThat(text).matches("[\\x20-\\x7e\\n]*");
    assertThat(text.lines()).allSatisfy(l -> assertThat(l.length()).isLessThanOrEqualTo(100));
  }

  @Test
  void whatIsKeptIsReadBackTheSame() throws Exception {
    ReportStore store = new ReportStore(folder);
    for (CapacityPlanReport report : List.of(Plans.tooLittle(), Plans.tooFewDays())) {
      store.save(KeptReport.of(report));
      KeptReport read = store.load(report.reportId(), new ArrayList<>());
      assertThat(read.content()).isEqualTo(report);
      assertThat(read.what()).isEqualTo("PLAN");
    }
  }

  @Test
  void aReportThatLacksMostPartsIsStillRendered() throws JsonProcessingException {
    CapacityPlanReport bare =
        PayloadMapper.create()
            .readValue(
                "{\"reportId\":\"r\",\"kind\":\"CAPACITY_PLAN\",\"group\":\"na\",\"verdict\":"
                    + "\"REFUSED\",\"reason\":\"no days\",\"startedAt\":\"2026-11-23T10:15:00Z\","
                    + "\"addedLater\":{}}",
                CapacityPlanReport.class);
    assertThat(KeptReport.of(bare).text(ShownNotes.NONE))
        .startsWith("PLAN OF CAPACITY REFUSED\n")
        .contains("No sizes can be told: no days.")
        .doesNotContain("Sizes", "Group");
    assertThat(KeptReport.of(bare).html(ShownNotes.NONE)).contains("no days", "</html>");
  }
}
