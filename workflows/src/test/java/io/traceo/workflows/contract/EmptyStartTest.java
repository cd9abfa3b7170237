package io.traceo.workflows.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import io.temporal.worker.Worker;
import io.traceo.workflows.TestTemporal;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.capacity.CapacityPlanRequest;
import io.traceo.workflows.drill.DrillRequest;
import io.traceo.workflows.failover.FailoverResult;
import io.traceo.workflows.failover.FailoverWorkflowImpl;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A run that somebody starts without typing anything ends with what is missing. */
class EmptyStartTest {
  @RegisterExtension final TestWorkflowExtension temporal = TestTemporal.extension();

  @Test
  void nothingTypedIsRefusedByTheMissingField(TestWorkflowEnvironment environment)
      throws Exception {
    Worker worker = environment.newWorker(TaskQueues.CONTROL);
    worker.registerWorkflowImplementationTypes(FailoverWorkflowImpl.class);
    environment.start();
    WorkflowStub run =
        environment
            .getWorkflowClient()
            .newUntypedWorkflowStub(
                "Failover", WorkflowOptions.newBuilder().setTaskQueue(TaskQueues.CONTROL).build());
    run.start();
    FailoverResult result = run.getResult(20, TimeUnit.SECONDS, FailoverResult.class);
    assertThat(result.outcome()).isEqualTo("REFUSED");
    assertThat(result.reason()).contains("field \"group\" is missing");
  }

  @Test
  void aTypedNullIsNothingTooAndOtherRecordsStayNull() {
    var converter = PayloadMapper.dataConverter();
    Payload none = converter.toPayload(null).orElseThrow();
    Optional<Payloads> typed = Optional.of(Payloads.newBuilder().addPayloads(none).build());
    assertThat(converter.fromPayloads(0, typed, DrillRequest.class, DrillRequest.class).problems())
        .containsExactly("field \"group\" is missing");
    assertThat(
            converter
                .fromPayloads(
                    0, Optional.empty(), CapacityPlanRequest.class, CapacityPlanRequest.class)
                .problems())
        .isEmpty();
    assertThat(converter.fromPayloads(0, typed, Receipt.class, Receipt.class)).isNull();
  }
}
