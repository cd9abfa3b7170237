package io.traceo.activities.capacity.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Traces as people have them, right and wrong. */
class TraceFileTest {
  @TempDir Path folder;

  @Test
  void readsLinesAtEqualDistancesWithAHeadOrWithout() throws IOException {
    Trace trace = read("timestamp,value\n2026-11-01T00:00,3\n2026-11-01T00:30, 4.5\n\n");
    assertThat(trace.start()).isEqualTo(LocalDateTime.parse("2026-11-01T00:00"));
    assertThat(trace.bucket()).isEqualTo(Duration.ofMinutes(30));
    assertThat(trace.size()).isEqualTo(2);
    assertThat(trace.peak()).isEqualTo(4.5);
    assertThat(read("2026-11-01 00:00,3\n2026-11-01 00:05,4\n").bucket()).hasMinutes(5);
    assertThat(read("2026-11-01T00:00:00Z,3\n2026-11-01T01:05:00+01:00,4\n").bucket())
        .hasMinutes(5);
  }

  @Test
  void putsWhatIsMissingOnTheLineBetweenItsNeighboursAndCountsIt() throws IOException {
    Trace trace =
        read("2026-11-01T00:00,1\n2026-11-01T00:30,2\n2026-11-01T01:00,\n2026-11-01T02:00,8\n");
    assertThat(trace.filled()).isEqualTo(2);
    assertThat(trace.size()).isEqualTo(5);
    assertThat(trace.value(2)).isEqualTo(4);
    assertThat(trace.value(3)).isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-11-01T00:30,2,5|it has 3 fields instead of timestamp,value",
        "yesterday,2|\"yesterday\" is no time",
        "2026-11-01T00:30,many|\"many\" is no number",
        "2026-11-01T00:30,-4|demand can't be -4",
        "2026-11-01T00:30,NaN|demand can't be NaN",
        "2026-11-01T00:00,2|a value at least every hour, in order",
        "2026-11-03T00:00,2|a value at least every hour, in order",
      })
  void namesTheLineThatIsWrongAndWhy(String line, String reason) {
    assertThatThrownBy(() -> read("timestamp,value\n2026-11-01T00:00,1\n" + line + "\n"))
        .isInstanceOf(TraceException.class)
        .hasMessageStartingWith(folder.resolve("trace.csv") + ":3: ")
        .hasMessageContaining(reason);
  }

  @Test
  void refusesWhatIsOutOfStepOrTooLongMissing() {
    String before = "2026-11-01T00:00,1\n2026-11-01T00:30,2\n";
    assertThatThrownBy(() -> read(before + "2026-11-01T00:45,3\n"))
        .hasMessageContaining(
            ":3: 2026-11-01T00:45 is out of step: expected 2026-11-01T01:00, the values being 1800 s");
    assertThatThrownBy(() -> read(before + "2026-11-01T00:30,3\n"))
        .hasMessageContaining("expected");
    assertThatThrownBy(() -> read(before + "2026-11-03T00:30,3\n"))
        .hasMessageContaining(":3: more than a day is missing");
    assertThatThrownBy(() -> read("2026-11-01T00:00,\n" + before))
        .hasMessageContaining(":1: the trace begins with a missing value");
  }

  @Test
  void refusesWhatIsNoTrace() throws IOException {
    assertThatThrownBy(() -> TraceFile.read(folder.resolve("none.csv")))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining("there is no file")
        .hasMessageContaining("none.csv");
    assertThatThrownBy(() -> read("timestamp,value\n")).hasMessageContaining("holds no demand");
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xc3, 0x28, 0});
    assertThatThrownBy(() -> TraceFile.read(binary)).hasMessageContaining("no text in UTF-8");
    assertThatThrownBy(() -> TraceFile.read(folder)).hasMessageContaining("can't be read");
  }

  private Trace read(String text) throws IOException {
    return TraceFile.read(Files.writeString(folder.resolve("trace.csv"), text));
  }
}
