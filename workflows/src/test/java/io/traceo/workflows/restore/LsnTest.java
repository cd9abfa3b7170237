package io.traceo.workflows.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LsnTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0/0",
    "83886120, 0/5000028",
    "4294967296, 1/0",
    "-1, FFFFFFFF/FFFFFFFF",
    "14310965288, 3/55000028"
  })
  void aPositionIsWrittenAsItIsTyped(long position, String text) {
    assertThat(Lsn.text(position)).isEqualTo(text);
    RestoreRequest typed =
        new RestoreRequest(
            "na", text, null, null, false, List.of(), false, null, null, false, null, Map.of());
    assertThat(typed.target())
        .isEqualTo(new RestoreTarget(RestoreTarget.Kind.POSITION, null, position));
  }
}
