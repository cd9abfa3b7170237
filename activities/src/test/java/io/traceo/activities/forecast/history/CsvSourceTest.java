package io.traceo.activities.forecast.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Progress;
import io.traceo.workflows.capacity.DemandHistory;
import io.traceo.workflows.capacity.DemandHistory.Gap;
import io.traceo.workflows.capacity.HistoryRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvSourceTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 8, 1);
  private final StringBuilder csv = new StringBuilder();

  @TempDir Path folder;

  @BeforeEach
  void header() {
    csv.append("timestamp,value\n");
  }

  @Test
  void aDayHasItsHighestSampleAndTheMean() throws Exception {
    days(0, 97);
    DemandHistory history = read();

    assertThat(history.firstDay()).isEqualTo(FIRST.plusDays(7));
    assertThat(history.peaks()).hasSize(90).allMatch(v -> v == 23.0);
    assertThat(history.means()).hasSize(90).allMatch(v -> v == 11.5);
    assertThat(history.gaps()).isEmpty();
    assertThat(history.problems()).isEmpty();
    assertThat(history.source()).endsWith("eu.csv");
  }

  @Test
  void aDayThatIsNotWholeIsAGap() throws Exception {
    days(0, 40);
    for (int hour = 0; hour < 24; hour++) {
      row(40, hour, hour < 20 ? "5" : "");
    }
    days(41, 60);
    days(62, 97);
    DemandHistory history = read();

    assertThat(history.gaps())
        .containsExactly(
            new Gap(FIRST.plusDays(40), 1, "20 of 24 samples"),
            new Gap(FIRST.plusDays(60), 2, "no samples"));
    assertThat(history.peaks().get(33)).isNull();
    assertThat(history.means().get(53)).isNull();
    assertThat(history.problems()).isEmpty();
  }

  @Test
  void aHoleAtTheBeginningIsAGapWhenTheRegionWasSeenBefore() throws Exception {
    days(0, 6);
    days(9, 97);
    DemandHistory history = read();

    assertThat(history.firstDay()).isEqualTo(FIRST.plusDays(7));
    assertThat(history.gaps()).containsExactly(new Gap(FIRST.plusDays(7), 2, "no samples"));
    assertThat(history.problems()).isEmpty();
  }

  @Test
  void aHistoryThatBeginsLateHasTooFewDays() throws Exception {
    days(9, 97);
    assertThat(read().problems())
        .singleElement()
        .asString()
        .contains("region eu, field days: 88 days of history are there");
  }

  @Test
  void negativeDemandIsAProblem() throws Exception {
    days(0, 96);
    for (int hour = 0; hour < 24; hour++) {
      row(96, hour, hour == 3 ? "-1" : "4");
    }
    assertThat(read().problems())
        .singleElement()
        .asString()
        .contains("region eu, field value: 2026-11-05 is -1.0");
  }

  @Test
  void datesArePeaks() throws Exception {
    csv.setLength(0);
    csv.append("date,value\n");
    for (int day = 7; day < 97; day++) {
      csv.append(FIRST.plusDays(day)).append(day == 50 ? ",\n" : ",7\n");
    }
    DemandHistory history = read();

    assertThat(history.peaks()).hasSize(90).endsWith(7.0);
    assertThat(history.means()).isEqualTo(history.peaks());
    assertThat(history.gaps()).containsExactly(new Gap(FIRST.plusDays(50), 1, "no samples"));
  }

  @Test
  void whatIsWrongIsNamedWithItsLine() throws Exception {
    row(0, 0, "1");
    row(0, 1, "many");
    refused("eu.csv line 3: \"2026-08-01T01:00,many\" is no timestamp,value");
    csv.setLength(0);
    csv.append("timestamp,value\n");
    row(0, 1, "1");
    row(0, 1, "1");
    refused("line 3: times ascend, and each is there once");
    csv.setLength(0);
    csv.append("time;value\n");
    refused("line 1: it begins with \"timestamp,value\" or \"date,value\"");
    csv.setLength(0);
    refused("line 1: it begins with");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> new CsvSource(folder).read(request(), Progress.NONE))
        .isInstanceOf(ApplicationFailure.class)
        .hasMessageContaining(
            "region eu, field demand: there is no file " + folder.resolve("eu.csv"));
  }

  private void refused(String message) throws IOException {
    Files.writeString(folder.resolve("eu.csv"), csv);
    assertThatThrownBy(() -> new CsvSource(folder).read(request(), Progress.NONE))
        .isInstanceOfSatisfying(
            ApplicationFailure.class, f -> assertThat(f.getType()).isEqualTo("InvalidRequest"))
        .hasMessageContaining(message);
  }

  private DemandHistory read() throws IOException {
    Files.writeString(folder.resolve("eu.csv"), csv);
    return new CsvSource(folder).read(request(), Progress.NONE);
  }

  private static HistoryRequest request() {
    return new HistoryRequest("eu", null, FIRST.plusDays(96), 90);
  }

  private void days(int from, int to) {
    for (int day = from; day < to; day++) {
      for (int hour = 0; hour < 24; hour++) {
        row(day, hour, hour + "");
      }
    }
  }

  private void row(int day, int hour, String value) {
    csv.append(FIRST.plusDays(day).atTime(hour, 0)).append(',').append(value).append('\n');
  }
}
