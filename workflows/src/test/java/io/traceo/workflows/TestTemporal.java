package io.traceo.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptor;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowClientInterceptor;
import io.temporal.common.interceptors.WorkflowClientInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowExtension;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.ChildWorkflowOptions;
import io.traceo.workflows.contract.PayloadMapper;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The server in the test's own process, and the patience with it: its timeouts go by the wall
 * clock, and a shared machine can stand still for longer than the two seconds of a failover's
 * workflow task. So here none times out; what a run does when one has is for the tests on a real
 * server.
 *
 * <p>What patience does not help against: where a timer fires, or an activity ends, while the task
 * that cancels it is being answered, that server refuses the answer and forgets the task, and the
 * run stands still for ever (a real one drops what it had buffered). Such a test is run again, and
 * no other: see {@link LostTasks}.
 */
public final class TestTemporal {
  private static final Duration WORKFLOW_TASK = Duration.ofSeconds(110);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private TestTemporal() {}

  /** A server that skips time, for the tests of one class. */
  public static TestWorkflowExtension extension() {
    return TestWorkflowExtension.newBuilder()
        .setWorkflowClientOptions(client())
        .setWorkerFactoryOptions(workers())
        .setMetricsScope(LostTasks.METERS)
        .setDoNotStart(true)
        .build();
  }

  /** A server of a test that starts it. */
  public static TestEnvironmentOptions options(boolean skipsTime) {
    return TestEnvironmentOptions.newBuilder()
        .setUseTimeskipping(skipsTime)
        .setWorkflowClientOptions(client())
        .setWorkerFactoryOptions(workers())
        .setMetricsScope(LostTasks.METERS)
        .build();
  }

  /** Until it is so; the test fails when it never is. */
  public static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
      LockSupport.parkNanos(10_000_000);
    }
  }

  private static WorkflowClientOptions client() {
    return WorkflowClientOptions.newBuilder()
        .setDataConverter(PayloadMapper.dataConverter())
        .setInterceptors(new WorkflowClientInterceptor[] {new StartsPatiently()})
        .build();
  }

  private static WorkerFactoryOptions workers() {
    return WorkerFactoryOptions.newBuilder()
        .setWorkerInterceptors(new WorkerInterceptor[] {new BearsPatiently()})
        .build();
  }

  private static final class StartsPatiently extends WorkflowClientInterceptorBase {
    @Override
    public WorkflowClientCallsInterceptor workflowClientCallsInterceptor(
        WorkflowClientCallsInterceptor next) {
      return new WorkflowClientCallsInterceptorBase(next) {
        @Override
        public WorkflowStartOutput start(WorkflowStartInput asked) {
          WorkflowOptions patient =
              WorkflowOptions.newBuilder(asked.getOptions())
                  .setWorkflowTaskTimeout(WORKFLOW_TASK)
                  .build();
          return super.start(
              new WorkflowStartInput(
                  asked.getWorkflowId(),
                  asked.getWorkflowType(),
                  asked.getHeader(),
                  asked.getArguments(),
                  patient));
        }
      };
    }
  }

  private static final class BearsPatiently extends WorkerInterceptorBase {
    @Override
    public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
      return new WorkflowInboundCallsInterceptorBase(next) {
        @Override
        public void init(WorkflowOutboundCallsInterceptor calls) {
          super.init(new Children(calls));
        }
      };
    }
  }

  private static final class Children extends WorkflowOutboundCallsInterceptorBase {
    private Children(WorkflowOutboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public <R> ChildWorkflowOutput<R> executeChildWorkflow(ChildWorkflowInput<R> asked) {
      ChildWorkflowOptions patient =
          ChildWorkflowOptions.newBuilder(asked.getOptions())
              .setWorkflowTaskTimeout(WORKFLOW_TASK)
              .build();
      return super.executeChildWorkflow(
          new ChildWorkflowInput<>(
              asked.getWorkflowId(),
              asked.getWorkflowType(),
              asked.getResultClass(),
              asked.getResultType(),
              asked.getArgs(),
              patient,
              asked.getHeader()));
    }
  }
}
