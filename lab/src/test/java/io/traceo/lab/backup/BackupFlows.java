package io.traceo.lab.backup;

import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.traceo.activities.Counterparts;
import io.traceo.activities.backup.BackupService;
import io.traceo.activities.backup.nativ.NativeBackups;
import io.traceo.activities.backup.pgbackrest.PgBackRestProvider;
import io.traceo.activities.evidence.FileEvidence;
import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfig.BackupAccess;
import io.traceo.activities.place.PlaceConfig.DatabaseMember;
import io.traceo.activities.place.PlaceConfig.GroupAccess;
import io.traceo.activities.topology.Configuration;
import io.traceo.lab.temporal.RunningTemporal;
import io.traceo.lab.temporal.TemporalServers;
import io.traceo.workers.TemporalConnection;
import io.traceo.workers.WorkerProcess;
import io.traceo.workflows.activity.BackupActivities.SqlCheck;
import io.traceo.workflows.contract.TaskQueues;
import io.traceo.workflows.restore.BackupRunbooks;
import io.traceo.workflows.restore.RestoreTestRunbook;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The workflows of backups on a Temporal server, over the real activities of one cold place and the
 * shipped topology and runbooks. Only who leads is said by {@link SaidLeader} instead of a group's
 * entity.
 */
final class BackupFlows implements AutoCloseable {
  static final String GROUP = "na";
  static final String COLD = "us-west-2";

  final Path reports;
  final BackupService backups;
  private final RunningTemporal temporal;
  private final TemporalConnection connection;
  private final WorkerProcess control;

  /**
   * @param folder for Temporal's files and the reports
   * @param databases members by region
   * @param checks that a restore test asks instead of the shipped ones
   */
  BackupFlows(
      Path folder,
      BackupAccess access,
      Map<String, DatabaseMember> databases,
      List<SqlCheck> checks)
      throws IOException {
    reports = Files.createDirectories(folder.resolve("reports"));
    temporal =
        TemporalServers.start(
            "127.0.0.1",
            freePort(),
            freePort(),
            List.of(),
            Files.createDirectories(folder.resolve("temporal")),
            false,
            System.out::println);
    if (temporal.pid() == null) {
      // All the same on the in-memory server.
      Counterparts.lacks("temporal");
    }
    Path shipped = Path.of("..", "runbooks").toRealPath();
    Configuration configuration = Configuration.load(shipped.resolve("topology.yaml"), shipped);
    GroupAccess group = new GroupAccess(databases, null, Map.of(), Map.of(), access);
    backups =
        new BackupService(
            new PlaceConfig(COLD, "", "", Map.of(GROUP, group), null, ""),
            configuration.topology(),
            Map.of(
                NativeBackups.NAME,
                new NativeBackups(),
                PgBackRestProvider.NAME,
                new PgBackRestProvider()));
    connection =
        TemporalConnection.open(
            temporal.address(), temporal.namespace(), "test", Duration.ofSeconds(15));
    control =
        WorkerProcess.start(
            connection.client(),
            COLD,
            true,
            new WorkerProcess.ActivitySet(
                List.of(backups),
                List.of(
                    new SaidLeader(configuration, asking(configuration.backups(), checks)),
                    new FileEvidence(reports))));
  }

  private static BackupRunbooks asking(BackupRunbooks shipped, List<SqlCheck> checks) {
    RestoreTestRunbook test = shipped.restoreTest();
    return new BackupRunbooks(
        shipped.backup(),
        shipped.restore(),
        new RestoreTestRunbook(
            test.schedule(), test.recoveryTime(), test.recoveryPoint(), test.maximumAge(), checks));
  }

  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  /** As somebody would start it in the Web UI, to its end. */
  <T> T run(String type, String id, Map<String, Object> request, Class<T> result) throws Exception {
    WorkflowStub run =
        connection
            .client()
            .newUntypedWorkflowStub(
                type,
                WorkflowOptions.newBuilder()
                    .setWorkflowId(id)
                    .setTaskQueue(TaskQueues.CONTROL)
                    .build());
    run.start(request);
    return run.getResult(4, TimeUnit.MINUTES, result);
  }

  /** A run that goes on by itself. */
  WorkflowStub running(String id) {
    return connection.client().newUntypedWorkflowStub(id);
  }

  @Override
  public void close() {
    control.close();
    connection.close();
    temporal.close();
  }
}
