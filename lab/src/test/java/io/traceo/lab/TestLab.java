package io.traceo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.traceo.activities.Counterparts;
import io.traceo.activities.database.postgres.Member;
import io.traceo.lab.postgres.RestoredServers;
import io.traceo.workflows.activity.BackupActivities.Stock;
import io.traceo.workflows.contract.TaskQueues;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.drill.DrillReport;
import io.traceo.workflows.group.GroupStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A whole lab for a test, and what must be left of it afterwards: nothing. */
public final class TestLab implements AutoCloseable {
  private final Path home;
  private final Lab lab;

  public TestLab(Path home, int net, String... groups) throws Exception {
    this(home, net, Map.of(), groups);
  }

  /**
   * @param settings what stands in the shipped runbooks, and what is to stand there instead
   */
  public TestLab(Path home, int net, Map<String, String> settings, String... groups)
      throws Exception {
    this.home = home;
    lab =
        Lab.up(
            new LabSettings(
                new LabFolder(home),
                patientRunbooks(home, settings),
                List.of(groups),
                net,
                false,
                false),
            System.out::println);
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
  private static Path patientRunbooks(Path home, Map<String, String> settings) throws IOException {
    Path shipped = Path.of("..", "runbooks").toRealPath();
    Path patient = Files.createDirectories(home.resolve("runbooks"));
    Set<String> unknown = new HashSet<>(settings.keySet());
    for (String name :
        List.of(
            "topology.yaml",
            "failover.yaml",
            "drill.yaml",
            "backup.yaml",
            "restore.yaml",
            "restore-test.yaml",
            "capacity.yaml")) {
      String text =
          Files.readString(shipped.resolve(name))
              .replace("catchUp: {limit: 5s", "catchUp: {limit: 20s")
              .replace("promote: {limit: 5s", "promote: {limit: 30s")
              .replace("decidedToResumed: {limit: 30s", "decidedToResumed: {limit: 2m");
      for (Map.Entry<String, String> setting : settings.entrySet()) {
        if (text.contains(setting.getKey())) {
          unknown.remove(setting.getKey());
          text = text.replace(setting.getKey(), setting.getValue());
        }
      }
      Files.writeString(patient.resolve(name), text);
    }
    assertThat(unknown).as("settings that no shipped runbook has").isEmpty();
    return patient;
  }

  /** Where everything of it is. */
  public Path home() {
    return home;
  }

  /** Whoever is dead or stands still in a region runs again, whatever the reason. */
  public void revive(String region) {
    Objects.requireNonNull(parts().places().get(region)).restore();
  }

  /** Whoever is the first to do this at a place dies once it has acted. */
  public void dieAt(String place, String what) {
    DiesAt.order(home.resolve("lab/run/dies-at").resolve(place), what);
  }

  /** Orders to die that nobody has met. */
  public List<String> deathsOrdered() throws IOException {
    Path orders = home.resolve("lab/run/dies-at");
    if (!Files.exists(orders)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(orders)) {
      return files.filter(Files::isRegularFile).map(Path::toString).toList();
    }
  }

  /** Orders to die are void. */
  public void nobodyDies() {
    LabFolder.remove(home.resolve("lab/run/dies-at"));
  }

  /** The control worker that is the first to be asked for this stands still before it does it. */
  public LateWorker stillAt(String what) throws IOException {
    return LateWorker.order(parts(), stills(), what);
  }

  private Path stills() {
    return StandsStillAt.orders(home.resolve("lab/run/dies-at").resolve(AddressPlan.CONTROL));
  }

  public LabParts parts() {
    return lab.parts();
  }

  public GroupStatus status(String group) {
    return parts().group(group).status();
  }

  /** Temporal, in the namespace of a group. */
  public WorkflowClient client(String group) {
    return parts().group(group).connection().client();
  }

  /** What the group's cold region has of backups, as {@code traceo backups list} asks for it. */
  Stock stock(String group) throws Exception {
    return run(
        "BackupStock",
        WorkflowIds.backupStock(group + "/" + System.nanoTime()),
        Map.of("group", group),
        Stock.class);
  }

  /** Servers that were restored beside the group's own in a region, and still run. */
  List<ProcessHandle> restored(String group, String region) {
    return RestoredServers.running(parts().group(group).cluster().scratch(region));
  }

  /** No restored server runs there, and nothing of one is left. */
  void assertNothingRestored(String group, String region) throws IOException {
    assertThat(restored(group, region)).isEmpty();
    try (Stream<Path> left = Files.walk(parts().group(group).cluster().scratch(region))) {
      assertThat(left.filter(f -> f.getFileName().toString().equals("PG_VERSION"))).isEmpty();
    }
  }

  /** Ends and removes what was kept beside the group's own, as an operator does by hand. */
  public void removeRestored(String group, String region) {
    Path scratch = parts().group(group).cluster().scratch(region);
    RestoredServers.kill(scratch);
    LabFolder.empty(scratch);
  }

  /** The operator's way to a member, for as long as a statement may take. */
  public Connection connect(String group, String region) throws SQLException {
    return new Member(region, parts().group(group).cluster().memberConfig(region, region))
        .session(600);
  }

  DrillReport drill(Map<String, Object> request) throws Exception {
    return report(begin(request));
  }

  public WorkflowStub begin(Map<String, Object> request) {
    return begin("Drill", WorkflowIds.drill(String.valueOf(request.get("group"))), request);
  }

  /** As somebody would start it in the Web UI, to its end. */
  public <T> T run(String type, String id, Map<String, Object> request, Class<T> result)
      throws Exception {
    return begin(type, id, request).getResult(4, TimeUnit.MINUTES, result);
  }

  public WorkflowStub begin(String type, String id, Map<String, Object> request) {
    String group = String.valueOf(request.get("group"));
    WorkflowStub run =
        parts()
            .group(group)
            .connection()
            .client()
            .newUntypedWorkflowStub(
                type,
                WorkflowOptions.newBuilder()
                    .setWorkflowId(id)
                    .setTaskQueue(TaskQueues.CONTROL)
                    .setWorkflowTaskTimeout(Duration.ofSeconds(2))
                    .build());
    run.start(request);
    return run;
  }

  static DrillReport report(WorkflowStub run) throws Exception {
    return run.getResult(4, TimeUnit.MINUTES, DrillReport.class);
  }

  @Override
  public void close() {
    List<Long> pids = ProcessHandle.current().descendants().map(ProcessHandle::pid).toList();
    List<Long> servers = new ArrayList<>(parts().kubernetes().pids().values());
    parts().groups().values().forEach(g -> servers.addAll(g.cluster().pids().values()));
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
}
