package io.traceo.starters.cli;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import io.temporal.worker.WorkerFactory;
import io.traceo.workflows.contract.PayloadMapper;
import io.traceo.workflows.contract.TaskQueues;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The SDK's server on a port of its own, with a worker that serves {@link FakeDrill}, {@link
 * FakeGroupEntity} and what is played of backups.
 */
final class InMemory implements AutoCloseable {
  private final TestServer.PortBoundTestServer server;
  private final WorkflowServiceStubs stubs;
  private final WorkerFactory workers;
  private final WorkflowClient client;
  private final String address;

  InMemory() throws IOException {
    int port = freePort();
    address = "127.84.0.1:" + port;
    server = TestServer.createPortBoundServer(port, true);
    stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
    client =
        WorkflowClient.newInstance(
            stubs,
            WorkflowClientOptions.newBuilder()
                .setDataConverter(PayloadMapper.dataConverter())
                .build());
    workers = WorkerFactory.newInstance(client);
    workers
        .newWorker(TaskQueues.CONTROL)
        .registerWorkflowImplementationTypes(
            FakeDrill.class,
            FakeGroupEntity.class,
            FakeBackup.class,
            FakeStock.class,
            FakeRestore.class,
            FakeRestoreTest.class,
            FakeRestored.class,
            FakeArchive.class,
            FakePlan.class,
            FakeRollout.class);
    workers.start();
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.84.0.1"))) {
      return socket.getLocalPort();
    }
  }

  String address() {
    return address;
  }

  WorkflowClient client() {
    return client;
  }

  WorkflowStub startDrill(String id, Map<String, Object> request) {
    WorkflowStub run =
        client.newUntypedWorkflowStub(
            "Drill",
            WorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(TaskQueues.CONTROL)
                .build());
    run.start(request);
    return run;
  }

  @Override
  public void close() {
    workers.shutdownNow();
    workers.awaitTermination(5, TimeUnit.SECONDS);
    stubs.shutdownNow();
    server.close();
  }
}
