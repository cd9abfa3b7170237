package io.traceo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.traceo.lab.link.SocketTable;
import io.traceo.workflows.drill.DrillReport;
import io.traceo.workflows.group.GroupStatus;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The whole on one real lab: PostgreSQL, DNS, links, Temporal, workers, ledger. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LabDrillIT {
  private static final int NET = 91;

  @TempDir static Path home;

  private static TestLab lab;

  @BeforeAll
  static void up() throws Exception {
    lab = new TestLab(home, NET, "na");
  }

  @AfterAll
  static void down() {
    lab.close();
  }

  private static DrillReport drill(Map<String, Object> request) throws Exception {
    return lab.drill(request);
  }

  /** Replicas, and what Traceo remembers of another size, by region. */
  private static Map<String, String> workloads() {
    Map<String, String> found = new TreeMap<>();
    try (KubernetesClient client = lab.parts().kubernetes().admin()) {
      for (Deployment each : client.apps().deployments().inAnyNamespace().list().getItems()) {
        found.put(
            each.getMetadata().getNamespace(),
            each.getSpec().getReplicas()
                + " "
                + each.getMetadata().getAnnotations().getOrDefault("traceo.io/home", "at home"));
      }
    }
    return found;
  }

  private static GroupStatus group() {
    return lab.status("na");
  }

  @Test
  @Order(1)
  void everythingBetweenPlacesGoesThroughALink() throws Exception {
    assertThat(SocketTable.aroundLinks(lab.parts().plan())).isEmpty();
    assertThat(group().armedBy()).isEqualTo("lab");
  }

  @Test
  @Order(2)
  void aMisspeltFieldIsRefusedAndChangesNothing() throws Exception {
    DrillReport report = drill(Map.of("group", "na", "falt", "KILL"));
    assertThat(report.verdict()).isEqualTo("REFUSED");
    assertThat(report.reason()).contains("falt");
    assertThat(group().epoch()).isEqualTo(1);
  }

  @Test
  @Order(3)
  void aSilentRegionIsFailedOverWithoutLossAndTheOrderIsRestored() throws Exception {
    DrillReport report = drill(Map.of("group", "na"));

    assertThat(report.verdict()).as("%s", report).isEqualTo("PASSED");
    assertThat(report.fault()).isEqualTo("BLACKHOLE");
    assertThat(report.ledger().lost()).isZero();
    assertThat(report.ledger().doubleLeader()).isZero();
    assertThat(report.ledger().membersRead()).isEqualTo(3);
    assertThat(report.ledger().acknowledged()).isPositive();
    assertThat(report.clocks().detectedMs()).isPositive();
    assertThat(report.epochAfter()).isGreaterThan(report.epochBefore());
    assertThat(report.simulated()).isNotEmpty();
    assertThat(group().leader()).isEqualTo("us-east-1");
    assertThat(group().grant()).isNull();
    assertThat(report.steps().stream().map(s -> String.valueOf(s.detail())))
        .anyMatch(d -> d.contains("replicas 1 to 3, floor 1 to 3"))
        .anyMatch(d -> d.contains("workload of us-east-1 scaled to zero: replicas 3 to 0"));
    assertThat(workloads())
        .containsEntry("us-east-1", "3 at home")
        .containsEntry("us-west-1", "1 at home")
        .containsEntry("us-west-2", "1 at home");
    assertThat(Files.exists(home.resolve("reports").resolve(report.reportId() + ".json"))).isTrue();
    assertThat(SocketTable.aroundLinks(lab.parts().plan())).isEmpty();
    everyWorkerShowsItsMeasures();
  }

  private static void everyWorkerShowsItsMeasures() throws Exception {
    List<String> all = new ArrayList<>();
    for (LabPlace place : lab.parts().places().values()) {
      String text = metrics(place);
      assertThat(text)
          .as(place.process().name())
          .contains("jvm_memory_used_bytes", "temporal_request_total");
      all.add(text);
    }
    assertThat(all)
        .anyMatch(text -> text.contains("traceo_network_seconds{group=\"na\""))
        .anyMatch(text -> text.contains("traceo_replication_lag_seconds{group=\"na\""))
        .anyMatch(text -> text.contains("traceo_failovers_total{group=\"na\""))
        .anyMatch(text -> text.contains("traceo_drills_total{group=\"na\""))
        .anyMatch(text -> text.contains("traceo_group_epoch{group=\"na\""))
        .anyMatch(
            text -> text.matches("(?s).*traceo_step_seconds_count\\{[^}]*step=\"promote\".*"));
  }

  private static String metrics(LabPlace place) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + place.process().port() + "/metrics"))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Test
  @Order(4)
  void aPlannedSwitchLosesNothingAndRebuildsNobody() throws Exception {
    DrillReport report = drill(Map.of("group", "na", "mode", "SWITCHOVER", "target", "us-west-1"));

    assertThat(report.verdict()).as("%s", report).isEqualTo("PASSED");
    assertThat(report.toRegion()).isEqualTo("us-west-1");
    assertThat(report.ledger().lost()).isZero();
    assertThat(report.steps().stream().map(s -> String.valueOf(s.detail())))
        .anyMatch(d -> d.contains("us-east-1 FOLLOWED"));
  }
}
