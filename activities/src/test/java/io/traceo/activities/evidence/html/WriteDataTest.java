package io.traceo.activities.evidence.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.activities.evidence.Reports;
import io.traceo.workflows.ledger.WriteTimeline;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WriteDataTest {
  private final WriteData data = WriteData.of(Reports.writes(), "us-east-1", "us-west-2");

  @Test
  void theLongestTimeWithoutWritesIsFoundAfterTheZeroOnly() {
    assertThat(data.longestGap()).isEqualTo(new WriteData.Gap(0, 1700));
    assertThat(data.meanBefore()).isBetween(27.0, 40.0);
    assertThat(data.servers()).containsExactly("us-east-1", "us-west-2");
    assertThat(data.look("us-west-2")).isEqualTo("new");
  }

  @Test
  void nothingRecordedIsNoData() {
    WriteTimeline empty = new WriteTimeline(0, 100, 0, List.of());
    assertThat(WriteData.of(empty, "a", "b")).isNull();
    assertThat(WriteData.of(null, "a", "b")).isNull();
  }

  @Test
  void everyWriteIsInTheDrawingsTable() {
    Page.Drawing drawing = new Drawings(data, new Timing(Reports.failed())).drawing();

    int shown =
        drawing.table().stream()
            .flatMap(s -> s.acknowledged().stream())
            .mapToInt(Integer::intValue)
            .sum();
    assertThat(shown).isEqualTo(Arrays.stream(data.sum(s -> true)).sum());
    assertThat(drawing.moments())
        .extracting(Page.Moment::name)
        .containsExactly("fault", "detected", "decided", "promoted", "first write", "names moved");
  }

  @Test
  void equalColumnsAreOneLineOfTheOutline() {
    Scale x = new Scale(0, 4, 0, 40);
    Scale y = new Scale(0, 10, 100, 0);

    assertThat(Outline.of(new double[] {0, 5, 5, 2}, x, y))
        .isEqualTo("M0 100h10v-50h20v30H40V100z");
  }
}
