package io.traceo.activities.evidence.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.workflows.restore.RestoreRequest;
import io.traceo.workflows.restore.RestoreTarget;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 bytes",
    "1023, 1023 bytes",
    "1024, 1.0 KiB",
    "1536, 1.5 KiB",
    "1048575, 1.0 MiB",
    "1610612736, 1.5 GiB",
    "9223372036854775807, 8192.0 PiB"
  })
  void sizes(long bytes, String text) {
    assertThat(Amounts.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 s",
    "59, 59 s",
    "60, 1 min",
    "245, 4 min 5 s",
    "3600, 1 h",
    "11400, 3 h 10 min",
    "187200, 2 d 4 h"
  })
  void spans(long seconds, String text) {
    assertThat(Amounts.span(seconds)).isEqualTo(text);
  }

  @Test
  void secondsAreRoundedToMilliseconds() {
    assertThat(Amounts.seconds(3.25)).isEqualTo("3.25 s");
    assertThat(Amounts.seconds(0.0004)).isEqualTo("0 s");
    assertThat(Amounts.seconds(null)).isEqualTo("unknown");
    assertThat(Amounts.seconds(Double.NaN)).isEqualTo("unknown");
  }

  /** "The newest possible time is …" must be usable as it stands. */
  @Test
  void aMomentThatIsShownCanBeTypedAsATarget() {
    String shown = Amounts.moment(1_795_600_000_123L);
    assertThat(shown).endsWith("Z");
    RestoreRequest typed =
        new RestoreRequest(
            "na", shown, null, null, false, List.of(), false, null, null, false, null, Map.of());
    assertThat(typed.problems()).isEmpty();
    assertThat(typed.target())
        .isEqualTo(new RestoreTarget(RestoreTarget.Kind.TIME, 1_795_600_000_123L, null));
  }
}
