package io.traceo.lab;

import static io.traceo.lab.Autoscalers.EAST;
import static io.traceo.lab.Autoscalers.WEST1;
import static io.traceo.lab.Autoscalers.WEST2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.ResetWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.traceo.activities.Counterparts;
import io.traceo.lab.RunHistory.Boundary;
import io.traceo.workflows.capacity.CapacityRolloutReport;
import io.traceo.workflows.contract.WorkflowIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Workers of a rollout of capacity are killed wherever an activity has acted and not reported: it
 * finishes, or every region is as it was.
 */
@Tag("deaths")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RolloutDeathIT {
  private static final int NET = 97;
  private static final String ID = WorkflowIds.capacityRollout("na");

  @TempDir static Path home;

  private static TestLab lab;
  private static Supervisor supervisor;
  private static KubernetesClient admin;
  private static Autoscalers autoscalers;
  private static int least;

  @BeforeAll
  static void up() throws Exception {
    lab = new TestLab(home, NET, Map.of("hold: 60s", "hold: 1s"), "na");
    if (lab.parts().kubernetes().pids().isEmpty()) {
      Counterparts.lacks("kubernetes");
      Assumptions.abort("no Kubernetes API server");
    }
    admin = lab.parts().kubernetes().admin();
    autoscalers = new Autoscalers(admin);
    supervisor = new Supervisor(lab.parts());
  }

  @AfterAll
  static void down() throws Exception {
    if (supervisor != null) {
      supervisor.close();
    }
    if (admin != null) {
      admin.close();
    }
    if (lab != null) {
      lab.close();
    }
  }

  private static WorkflowStub begin(int least) {
    Map<String, Object> sizes = new LinkedHashMap<>();
    sizes.put(EAST, Map.of("minimum", least, "maximum", 20));
    sizes.put(WEST1, Map.of("minimum", least, "maximum", 30));
    sizes.put(WEST2, Map.of("minimum", least, "maximum", 40));
    return lab.begin("CapacityRollout", ID, Map.of("group", "na", "sizes", sizes));
  }

  private static CapacityRolloutReport end(WorkflowStub run) throws Exception {
    return run.getResult(5, TimeUnit.MINUTES, CapacityRolloutReport.class);
  }

  /** The other of two sizes than every region has. */
  private static int next() {
    least = least == 2 ? 3 : 2;
    return least;
  }

  private static void done(WorkflowStub run) throws Exception {
    CapacityRolloutReport report = end(run);
    assertThat(report.verdict()).as("%s", report).isEqualTo("DONE");
    assertSize(least);
    assertThat(lab.status("na").grant()).isNull();
  }

  private static void assertSize(int least) {
    assertThat(autoscalers.size(WEST1)).isEqualTo(least + " to 30");
    assertThat(autoscalers.size(WEST2)).isEqualTo(least + " to 40");
    assertThat(autoscalers.size(EAST)).isEqualTo(least + " to 20");
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    Eventually.within(120, () -> what + ": " + lab.status("na"), condition);
  }

  private static Path orders() {
    return home.resolve("lab/run/dies-at").resolve("control");
  }

  private static List<String> left() {
    if (!Files.isDirectory(orders())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(orders())) {
      return files.map(f -> f.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  @Order(1)
  void atEveryBoundaryOfOneThatIsProven() throws Exception {
    done(begin(next()));
    Set<Boundary> boundaries = new RunHistory(lab.client("na"), ID).boundaries();
    assertThat(boundaries)
        .extracting(Boundary::activity)
        .contains("CapacityRehearse", "CapacityApply", "CapacityReadiness", "GroupAcquire")
        .contains("GroupRelease", "EvidenceSaveRollout");
    for (Boundary boundary : boundaries) {
      DiesAt.order(orders(), boundary.order());
      whole(boundary.activity(), begin(next()));
    }
    // The change of every region is a boundary of its own; the first was among them.
    for (String changed : List.of(WEST1, WEST2)) {
      int least = next();
      WorkflowStub run = begin(least);
      await("the region before", () -> autoscalers.size(changed).startsWith(least + " to"));
      DiesAt.order(orders(), "CapacityRollout.CapacityApply");
      whole("CapacityApply after " + changed, run);
    }
    assertThat(supervisor.deaths()).hasSize(boundaries.size() + 2);
  }

  /** Every region is as asked, or as it was. */
  private static void whole(String boundary, WorkflowStub run) throws Exception {
    int before = least == 2 ? 3 : 2;
    CapacityRolloutReport report = end(run);
    System.out.println("died at " + boundary + ": " + report.verdict());
    assertThat(report.verdict()).as("%s", report).isIn("DONE", "ROLLED_BACK");
    if (report.verdict().equals("ROLLED_BACK")) {
      least = before;
    }
    assertSize(least);
    assertThat(lab.status("na").grant()).isNull();
    assertThat(left()).as("where nobody died").isEmpty();
  }

  @Test
  @Order(2)
  void atEveryBoundaryOfOneThatIsTakenBack() throws Exception {
    Map<String, String> before = autoscalers.states();
    int died = supervisor.deaths().size();
    List<String> orders =
        List.of(
            "CapacityRollout.CapacityApply",
            "CapacityRollout.CapacityTakeBack",
            "CapacityRollout.GroupRelease",
            "CapacityRollout.EvidenceSaveRollout");
    orders.forEach(o -> DiesAt.order(orders(), o));
    WorkflowStub run = begin(4);
    await("the second region", () -> autoscalers.size(WEST2).equals("4 to 40"));
    run.cancel();
    assertThatThrownBy(() -> end(run)).isInstanceOf(WorkflowFailedException.class);
    assertThat(autoscalers.states()).isEqualTo(before);
    assertThat(lab.status("na").grant()).isNull();
    assertThat(left()).as("where nobody died").isEmpty();
    assertThat(supervisor.deaths()).hasSize(died + orders.size());
  }

  @Test
  @Order(3)
  void oneThatIsTerminatedAndWhoseSuccessorDies() throws Exception {
    Map<String, String> before = autoscalers.states();
    WorkflowStub run = begin(5);
    await("the second region", () -> autoscalers.size(WEST2).equals("5 to 40"));
    DiesAt.order(orders(), "Group.GroupDescribeRun");
    DiesAt.order(orders(), "CapacityRollout.CapacityTakeBack");
    run.terminate("as somebody may in the Web UI");
    await("taken back", () -> autoscalers.states().equals(before));
    await("the grant", () -> lab.status("na").grant() == null);
    assertThat(left()).as("where nobody died").isEmpty();
  }

  @Test
  @Order(4)
  void oneThatIsResetToItsBeginning() throws Exception {
    Map<String, String> before = autoscalers.states();
    WorkflowStub run = begin(6);
    await("the second region", () -> autoscalers.size(WEST2).equals("6 to 40"));
    reset(run);
    await("taken back", () -> autoscalers.states().equals(before));
    await("the grant", () -> lab.status("na").grant() == null);
  }

  /** As the Web UI does: to the end of its first workflow task. */
  private static void reset(WorkflowStub run) {
    WorkflowClient client = lab.client("na");
    WorkflowExecution execution = run.getExecution();
    long first =
        client.fetchHistory(execution.getWorkflowId(), execution.getRunId()).getEvents().stream()
            .filter(HistoryEvent::hasWorkflowTaskCompletedEventAttributes)
            .findFirst()
            .orElseThrow()
            .getEventId();
    var unused =
        client
            .getWorkflowServiceStubs()
            .blockingStub()
            .resetWorkflowExecution(
                ResetWorkflowExecutionRequest.newBuilder()
                    .setNamespace(client.getOptions().getNamespace())
                    .setWorkflowExecution(execution)
                    .setReason("as somebody may in the Web UI")
                    .setRequestId(UUID.randomUUID().toString())
                    .setWorkflowTaskFinishEventId(first)
                    .build());
  }
}
