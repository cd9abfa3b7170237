package io.traceo.activities.evidence.html;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 ms",
    "588, 588 ms",
    "-900, -900 ms",
    "1202, 1.2 s",
    "2674, 2.67 s",
    "30000, 30 s",
    "119940, 119.9 s",
    "300000, 5 min",
    "312400, 5 min 12 s"
  })
  void timesReadAsPeopleSayThem(long millis, String words) {
    assertThat(Words.ms(millis)).isEqualTo(words);
  }

  @Test
  void limitsAndMeasuresAreTurnedIntoWordsWhereTheyAreTimes() {
    assertThat(Words.limit("<= 300000 ms")).isEqualTo("at most 5 min");
    assertThat(Words.limit("0")).isEqualTo("none");
    assertThat(Words.limit("every kind")).isEqualTo("every kind");
    assertThat(Words.measured("1134 ms")).isEqualTo("1.13 s");
    assertThat(Words.measured("0")).isEqualTo("0");
    assertThat(Words.limit("<= 93600 s")).isEqualTo("at most 26 h");
    assertThat(Words.measured("3.25 s (by its clock)")).isEqualTo("3.25 s (by its clock)");
    assertThat(Words.measured("5400.0 s")).isEqualTo("1 h 30 min");
    assertThat(Words.ms(null)).isEqualTo("not measured");
  }

  @Test
  void whatIsNoMomentIsLeftAsItIs() {
    assertThat(Words.moment("2026-11-23T10:15:04.5Z")).isEqualTo("23 November 2026, 10:15:04 UTC");
    assertThat(Words.day("some day")).isEqualTo("some day");
  }
}
