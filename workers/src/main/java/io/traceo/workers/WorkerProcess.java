package io.traceo.workers;

import io.temporal.client.WorkflowClient;
import io.temporal.common.converter.DataConverterException;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import io.temporal.worker.WorkflowImplementationOptions;
import io.traceo.workflows.capacity.CapacityPlanWorkflowImpl;
import io.traceo.workflows.capacity.CapacityRolloutWorkflowImpl;
import io.traceo.workflows.contract.TaskQueues;
import io.traceo.workflows.copies.CopiesWorkflowImpl;
import io.traceo.workflows.drill.DrillWorkflowImpl;
import io.traceo.workflows.failover.FailoverWorkflowImpl;
import io.traceo.workflows.group.GroupWorkflowImpl;
import io.traceo.workflows.restore.ArchiveWorkflowImpl;
import io.traceo.workflows.restore.BackupStockWorkflowImpl;
import io.traceo.workflows.restore.BackupWorkflowImpl;
import io.traceo.workflows.restore.RestoreTestWorkflowImpl;
import io.traceo.workflows.restore.RestoreWorkflowImpl;
import io.traceo.workflows.restore.RestoredServersWorkflowImpl;
import java.time.Duration;
import java.util.List;

/**
 * The task queues of one process. A region's process serves only its own place: no region polls the
 * control queue, since the region that leads may be the one that dies.
 */
public final class WorkerProcess implements AutoCloseable {
  private static final Duration SHUTDOWN = Duration.ofSeconds(2);
  private static final Duration HEARTBEAT = Duration.ofSeconds(3);

  private final WorkerFactory factory;

  private WorkerProcess(WorkerFactory factory) {
    this.factory = factory;
  }

  /**
   * Starts polling.
   *
   * @param place a region, or the place outside all regions
   * @param control whether workflows and control activities run here too
   * @param interceptors hear of every activity
   */
  public static WorkerProcess start(
      WorkflowClient client,
      String place,
      boolean control,
      ActivitySet activities,
      WorkerInterceptor... interceptors) {
    WorkerFactory factory =
        WorkerFactory.newInstance(
            client, WorkerFactoryOptions.newBuilder().setWorkerInterceptors(interceptors).build());
    Worker local = factory.newWorker(TaskQueues.place(place), small());
    local.registerActivitiesImplementations(activities.inPlace().toArray());
    if (control) {
      Worker worker = factory.newWorker(TaskQueues.CONTROL, options());
      worker.registerWorkflowImplementationTypes(
          WorkflowImplementationOptions.newBuilder()
              // A start record that can't be read fails the run instead of being tried forever.
              .setFailWorkflowExceptionTypes(DataConverterException.class)
              .build(),
          GroupWorkflowImpl.class,
          FailoverWorkflowImpl.class,
          DrillWorkflowImpl.class,
          BackupWorkflowImpl.class,
          BackupStockWorkflowImpl.class,
          ArchiveWorkflowImpl.class,
          RestoreWorkflowImpl.class,
          RestoreTestWorkflowImpl.class,
          RestoredServersWorkflowImpl.class,
          CopiesWorkflowImpl.class,
          CapacityRolloutWorkflowImpl.class,
          CapacityPlanWorkflowImpl.class);
      worker.registerActivitiesImplementations(activities.control().toArray());
      factory
          .newWorker(new Rehearsal(client).queue(), small())
          .registerWorkflowImplementationTypes(FailoverWorkflowImpl.class);
    }
    factory.start();
    return new WorkerProcess(factory);
  }

  /** Starts polling one more queue with these activities only, for example a drill's. */
  public static WorkerProcess serve(WorkflowClient client, String queue, List<Object> activities) {
    WorkerFactory factory = WorkerFactory.newInstance(client);
    factory.newWorker(queue, small()).registerActivitiesImplementations(activities.toArray());
    factory.start();
    return new WorkerProcess(factory);
  }

  private static WorkerOptions options() {
    return small(WorkerOptions.newBuilder())
        // A killed owner of the sticky queue would cost 5.5 s with the defaults.
        .setStickyQueueScheduleToStartTimeout(Duration.ofSeconds(1))
        .build();
  }

  private static WorkerOptions small() {
    return small(WorkerOptions.newBuilder()).build();
  }

  private static WorkerOptions.Builder small(WorkerOptions.Builder builder) {
    return builder
        // A cancelled step hears of it by its heartbeat: sent this often, however long its limit.
        .setMaxHeartbeatThrottleInterval(HEARTBEAT)
        .setMaxConcurrentActivityExecutionSize(40)
        .setMaxConcurrentActivityTaskPollers(3)
        .setMaxConcurrentWorkflowTaskPollers(3)
        .setMaxConcurrentWorkflowTaskExecutionSize(20);
  }

  @Override
  public void close() {
    factory.shutdownNow();
    factory.awaitTermination(SHUTDOWN.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
  }

  /**
   * Activity implementations of a process.
   *
   * @param inPlace served on the place's own queue
   * @param control served on the control queue
   */
  public record ActivitySet(List<Object> inPlace, List<Object> control) {}
}
