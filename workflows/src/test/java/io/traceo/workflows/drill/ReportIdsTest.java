package io.traceo.workflows.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.workflows.restore.RestoreReport.Kind;
import org.junit.jupiter.api.Test;

class ReportIdsTest {
  private static final long AT = 1_795_572_100_000L;
  private static final String RUN = "1f2e3d4c-0000-4000-8000-00000000beef";

  @Test
  void namesTellWhatRanForWhomAndWhen() {
    assertThat(ReportIds.of("na", AT, RUN)).isEqualTo("20261125T020140-na-beef");
    assertThat(ReportIds.restore(Kind.RESTORE, "na", AT, RUN))
        .isEqualTo("restore-na-20261125T020140-beef");
    assertThat(ReportIds.restore(Kind.RESTORE_TEST, "na", AT, RUN))
        .isEqualTo("restore-test-na-20261125T020140-beef");
  }

  @Test
  void whateverWasTypedAsAGroupIsSafeAsAFileName() {
    assertThat(ReportIds.restore(Kind.RESTORE, "../a b", AT, RUN)).startsWith("restore-___a_b-2");
    assertThat(ReportIds.restore(Kind.RESTORE, null, AT, RUN)).startsWith("restore-unknown-2");
    assertThat(ReportIds.restore(Kind.RESTORE_TEST, "x".repeat(500), AT, RUN))
        .matches("[A-Za-z0-9_][A-Za-z0-9_-]{0,120}");
  }
}
