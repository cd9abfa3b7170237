package io.traceo.workers;

import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.traceo.workflows.contract.PayloadMapper;
import java.time.Duration;

/** A connection to Temporal with the house's payload mapper. */
public final class TemporalConnection implements AutoCloseable {
  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;

  private TemporalConnection(WorkflowServiceStubs stubs, String namespace, String identity) {
    this.stubs = stubs;
    this.client =
        WorkflowClient.newInstance(
            stubs,
            WorkflowClientOptions.newBuilder()
                .setNamespace(namespace)
                .setIdentity(identity)
                .setDataConverter(PayloadMapper.dataConverter())
                .build());
  }

  /**
   * Connects and waits until the server answers.
   *
   * @param identity what the Web UI shows for this process
   * @throws RuntimeException when it doesn't answer within the patience
   */
  public static TemporalConnection open(
      String address, String namespace, String identity, Duration patience) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(address)
                .setKeepAliveTime(Duration.ofSeconds(10))
                .setKeepAliveTimeout(Duration.ofSeconds(5))
                .build());
    stubs.connect(patience);
    return new TemporalConnection(stubs, namespace, identity);
  }

  /** The client. */
  public WorkflowClient client() {
    return client;
  }

  /** Whether the namespace knows our search attributes; without them runs must not set any. */
  public boolean answers() {
    stubs
        .blockingStub()
        .describeNamespace(
            DescribeNamespaceRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .build());
    return true;
  }

  @Override
  public void close() {
    stubs.shutdownNow();
  }
}
