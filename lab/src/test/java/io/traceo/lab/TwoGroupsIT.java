package io.traceo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowStub;
import io.traceo.lab.link.SocketTable;
import io.traceo.workflows.drill.DrillReport;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two groups on one real lab: two regions fall silent at the same time. */
class TwoGroupsIT {
  private static final int NET = 92;

  @TempDir private Path home;

  @Test
  void twoSilentRegionsAreFailedOverAtOnceWithoutLoss() throws Exception {
    try (TestLab lab = new TestLab(home, NET, "eu", "na")) {
      assertThat(SocketTable.aroundLinks(lab.parts().plan())).isEmpty();
      Map<String, WorkflowStub> runs = new LinkedHashMap<>();
      for (String group : lab.parts().groups().keySet()) {
        runs.put(group, lab.begin(Map.of("group", group)));
      }
      for (Map.Entry<String, WorkflowStub> run : runs.entrySet()) {
        DrillReport report = TestLab.report(run.getValue());
        String leader = lab.parts().group(run.getKey()).group().leader();

        assertThat(report.verdict()).as("%s", report).isEqualTo("PASSED");
        assertThat(report.fromRegion()).isEqualTo(leader);
        assertThat(report.ledger().lost()).isZero();
        assertThat(report.ledger().doubleLeader()).isZero();
        assertThat(report.ledger().membersRead()).isEqualTo(3);
        assertThat(report.clocks().detectedMs()).isPositive();
        assertThat(lab.status(run.getKey()).leader()).isEqualTo(leader);
        assertThat(lab.status(run.getKey()).grant()).isNull();
      }
      assertThat(SocketTable.aroundLinks(lab.parts().plan())).isEmpty();
      assertThat(lab.parts().faults().inForce()).isEmpty();
    }
  }
}
