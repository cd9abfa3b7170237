package io.traceo.lab.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowStub;
import io.traceo.activities.group.TemporalGroupActivities;
import io.traceo.activities.place.Endpoint;
import io.traceo.activities.place.PlaceConfigFile;
import io.traceo.lab.AddressPlan;
import io.traceo.lab.Eventually;
import io.traceo.lab.LabParts;
import io.traceo.lab.temporal.RunningTemporal;
import io.traceo.lab.temporal.TemporalServers;
import io.traceo.workers.Configured;
import io.traceo.workers.TemporalConnection;
import io.traceo.workers.WorkerProcess;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.failover.FailoverResult;
import io.traceo.workflows.failover.FailoverStatus;
import io.traceo.workflows.group.AdoptOrder;
import io.traceo.workflows.group.Adoption;
import io.traceo.workflows.group.GroupStatus;
import io.traceo.workflows.group.GroupWorkflow;
import io.traceo.workflows.group.GroupWorkflow.ArmOrder;
import io.traceo.workflows.group.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A second control plane of the same lab: a Temporal server of its own, and in this process the
 * workers of every place with their real activities. Neither of the two knows of the other.
 */
final class DoubledControl implements AutoCloseable {
  private static final int PORTS_AWAY = 5_000;
  private static final Duration CONNECT = Duration.ofSeconds(20);

  private final Scene scene;
  private final RunningTemporal temporal;
  private final TemporalConnection connection;
  private final Map<String, WorkerProcess> workers = new TreeMap<>();

  private DoubledControl(Scene scene) {
    this.scene = scene;
    LabParts lab = scene.lab().parts();
    Endpoint first = lab.plan().temporal();
    temporal =
        TemporalServers.start(
            first.host(),
            first.port() + PORTS_AWAY,
            lab.plan().temporalUiPort() + PORTS_AWAY,
            List.of(),
            lab.settings().folder().folder("temporal-2"),
            false,
            System.out::println);
    connection =
        TemporalConnection.open(temporal.address(), temporal.namespace(), "second", CONNECT);
  }

  /** One promotion, whoever of the two made it; then both agree, or the other one stands still. */
  static void both(Scene scene) throws Exception {
    String old = scene.leader();
    long timeline = scene.members().timeline(old);
    long serial = scene.names().serial();
    try (DoubledControl second = new DoubledControl(scene)) {
      second.arm(old);
      Writers writers = scene.write();
      long since = System.currentTimeMillis();
      // A region that is cut off reaches neither of the two.
      second.leave(old);
      String cut = scene.fault(old, "blackhole");
      Eventually.within(
          2 * Scene.FAILOVER_SECONDS,
          () -> "somebody leads: " + scene.status() + "\n" + second.status(),
          () -> !scene.leader().equals(old) || !second.status().leader().equals(old));
      writers.goOn(Scene.FAILOVER_SECONDS, 50);
      String leader = onlyLeader(scene, old);
      scene.lift(cut);
      if (!scene.status().leader().equals(leader)) {
        // What promoted brings the old leader back: one of the two, never both in one folder.
        second.serve(old);
      }
      Eventually.within(
          120,
          () -> "agree, or one is frozen: " + scene.status() + "\n" + second.status(),
          () -> agrees(scene.status(), leader) && agrees(second.status(), leader));
      // The write name once, and the names to read from once the old leader is back.
      Eventually.within(
          60, () -> "its name again: " + scene.names(), () -> scene.names().serial() > serial + 1);
      writers.goOn(Scene.FAILOVER_SECONDS, 50);
      List<String> outcomes = new ArrayList<>();
      outcomes.addAll(outcomes(scene.lab().client(scene.group()), since, leader));
      outcomes.addAll(outcomes(second.connection.client(), since, leader));
      assertThat(onlyLeader(scene, old)).isEqualTo(leader);
      assertThat(scene.members().timeline(leader)).isEqualTo(timeline + 1);
      assertThat(scene.names().serial()).isEqualTo(serial + 2);
      assertThat(outcomes)
          .hasSizeGreaterThanOrEqualTo(2)
          .contains("PROMOTED")
          .isSubsetOf("PROMOTED", "REFUSED", "SUPERSEDED", "ABORTED");
    }
    adopt(scene);
    scene.settle();
    scene.account();
  }

  /** Who takes writes among those that did not lead before; the names point there. */
  private static String onlyLeader(Scene scene, String old) throws Exception {
    List<String> others = scene.members().all().stream().filter(m -> !m.equals(old)).toList();
    List<String> leading = scene.members().leading(others);
    assertThat(leading).as("take writes").hasSize(1);
    String address = scene.lab().parts().plan().publicAddress(leading.get(0));
    Eventually.within(30, "names to " + address, () -> scene.names().write().equals(address));
    return leading.get(0);
  }

  private static boolean agrees(GroupStatus status, String leader) {
    return status.freeze() != null
        || (status.leader().equals(leader) && status.verdict() == Verdict.HEALTHY);
  }

  /** Where it was the first plane that froze, a person takes the live state into its record. */
  private static void adopt(Scene scene) {
    if (scene.status().freeze() != null) {
      Adoption adopted =
          scene.entity().adopt(new AdoptOrder("suite", "the other one moved it", false));
      assertThat(adopted.outcome()).as("%s", adopted).isEqualTo("ADOPTED");
    }
  }

  private void arm(String leader) throws Exception {
    serve(AddressPlan.CONTROL);
    scene.members().all().forEach(this::serve);
    TemporalGroupActivities.startEntity(connection.client(), scene.group());
    Eventually.within(
        90,
        () -> "the second is well: " + status(),
        () ->
            status().verdict() == Verdict.HEALTHY
                && status().watching() >= scene.names().group().observers().size());
    assertThat(status().leader()).isEqualTo(leader);
    entity().arm(new ArmOrder("suite", "the second control plane"));
  }

  private GroupWorkflow entity() {
    return connection
        .client()
        .newWorkflowStub(GroupWorkflow.class, WorkflowIds.group(scene.group()));
  }

  private GroupStatus status() {
    return entity().status();
  }

  private void serve(String place) {
    Path config = scene.lab().parts().settings().folder().folder("config");
    Configured configured = Configured.load(PlaceConfigFile.read(config.resolve(place + ".yaml")));
    boolean control = place.equals(AddressPlan.CONTROL);
    workers.put(
        place,
        WorkerProcess.start(
            connection.client(),
            place,
            control,
            new WorkerProcess.ActivitySet(
                configured.placeActivities(),
                control ? configured.controlActivities(connection) : List.of())));
  }

  private void leave(String place) {
    WorkerProcess worker = workers.remove(place);
    if (worker != null) {
      worker.close();
    }
  }

  /** What came of every failover that a plane has begun since then; all promoted this one. */
  private static List<String> outcomes(WorkflowClient client, long sinceMillis, String leader)
      throws Exception {
    List<String> outcomes = new ArrayList<>();
    try (Stream<WorkflowExecutionMetadata> runs =
        client.listExecutions("WorkflowType = 'Failover'")) {
      for (WorkflowExecutionMetadata run : runs.toList()) {
        String id = run.getExecution().getWorkflowId();
        if (run.getStartTime().toEpochMilli() >= sinceMillis && id.startsWith("failover/")) {
          outcomes.add(outcome(client.newUntypedWorkflowStub(id), leader));
        }
      }
    }
    return outcomes;
  }

  private static String outcome(WorkflowStub run, String leader) throws Exception {
    String promoted = run.query("status", FailoverStatus.class).toRegion();
    if (promoted != null) {
      assertThat(promoted).isEqualTo(leader);
      System.out.println("    " + run.getExecution().getWorkflowId() + " promoted " + promoted);
      return "PROMOTED";
    }
    FailoverResult result = run.getResult(2, TimeUnit.MINUTES, FailoverResult.class);
    System.out.println("    " + result.outcome() + ": " + result.reason());
    return result.outcome();
  }

  @Override
  public void close() throws Exception {
    workers.values().forEach(WorkerProcess::close);
    connection.close();
    temporal.close();
    Path folder = scene.lab().parts().settings().folder().folder("temporal-2");
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }
}
