package io.traceo.activities.routing.rfc2136;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Name;

class EpochRecordTest {
  @Test
  void isReadAsItIsWritten() throws Exception {
    EpochRecord record = new EpochRecord(42, "us-west-2");
    assertThat(record.text()).isEqualTo("epoch=42 leader=us-west-2");
    assertThat(EpochRecord.parse(record.text())).isEqualTo(record);
    assertThat(EpochRecord.nameFor(Name.fromString("write.dr.test.")))
        .hasToString("_traceo.write.dr.test.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "v=spf1 -all",
        "epoch=-1 leader=x",
        "epoch=7",
        "epoch=7 leader=",
        "epoch=7 leader=a b",
        "epoch=99999999999999999999 leader=x"
      })
  void otherTextsCarryNoEpoch(String text) {
    assertThat(EpochRecord.parse(text)).isEqualTo(new EpochRecord(0, ""));
  }
}
