package io.traceo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.traceo.lab.link.SocketTable;
import io.traceo.workflows.contract.TaskQueues;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.drill.DrillReport;
import io.traceo.workflows.group.GroupStatus;
import io.traceo.workflows.group.GroupWorkflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

  private static Lab lab;
  private static WorkflowClient client;

  @BeforeAll
  static void up() throws Exception {
    Path runbooks = patientRunbooks();
    LabFolder folder = new LabFolder(home);
    lab = Lab.up(new LabSettings(folder, runbooks, "na", NET, false), System.out::println);
    client = lab.parts().connection().client();
    if (lab.parts().temporal().pid() == null) {
      // The drills run all the same, on the in-memory server.
      Counterparts.lacks("temporal");
    }
    if (lab.parts().kubernetes().pids().isEmpty()) {
      // And on an API server in memory.
      Counterparts.lacks("kubernetes");
    }
  }

  /** The shipped ones with budgets for a busy machine: what is tested is behaviour, not speed. */
  private static Path patientRunbooks() throws IOException {
    Path shipped = Path.of("..", "runbooks").toRealPath();
    Path patient = Files.createDirectories(home.resolve("runbooks"));
    for (String name : List.of("topology.yaml", "failover.yaml", "drill.yaml")) {
      String text =
          Files.readString(shipped.resolve(name))
              .replace("failover: 30s", "failover: 2m")
              .replace("promote: {limit: 5s", "promote: {limit: 30s")
              .replace("decidedToResumed: {limit: 30s", "decidedToResumed: {limit: 2m");
      Files.writeString(patient.resolve(name), text);
    }
    return patient;
  }

  @AfterAll
  static void down() {
    List<Long> pids = ProcessHandle.current().descendants().map(ProcessHandle::pid).toList();
    List<Long> servers = new ArrayList<>(lab.parts().cluster().pids().values());
    servers.addAll(lab.parts().kubernetes().pids().values());
    lab.close();
    assertThat(Files.exists(home.resolve("lab"))).isFalse();
    assertThat(alive(pids)).as("processes that outlive the lab").isEmpty();
    assertThat(alive(servers)).as("servers that outlive the lab").isEmpty();
  }

  private static List<Long> alive(List<Long> pids) {
    return pids.stream()
        .filter(
            p ->
                ProcessHandle.of(p)
                    .filter(ProcessHandle::isAlive)
                    .flatMap(h -> h.info().command())
                    .isPresent())
        .toList();
  }

  private static DrillReport drill(Map<String, Object> request) throws Exception {
    WorkflowStub run =
        client.newUntypedWorkflowStub(
            "Drill",
            WorkflowOptions.newBuilder()
                .setWorkflowId(WorkflowIds.drill("na"))
                .setTaskQueue(TaskQueues.CONTROL)
                .setWorkflowTaskTimeout(Duration.ofSeconds(2))
                .build());
    run.start(request);
    return run.getResult(4, java.util.concurrent.TimeUnit.MINUTES, DrillReport.class);
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
    return client.newWorkflowStub(GroupWorkflow.class, WorkflowIds.group("na")).status();
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
