package io.traceo.starters.api;

import io.temporal.activity.Activity;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.traceo.activities.group.TemporalGroupActivities;
import io.traceo.activities.topology.Configuration;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.HealthActivities;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.contract.PayloadMapper;
import io.traceo.workflows.contract.TaskQueues;
import io.traceo.workflows.group.GroupWorkflowImpl;
import io.traceo.workflows.topology.ReplicationGroup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The groups that bench/api tells: the real workflow, never armed, with observers that find every
 * leader well. Arguments: Temporal's address, the folder of the runbooks. Prints the groups; ends with
 * its input.
 */
final class ApiBenchGroups {
  private ApiBenchGroups() {}

  public static void main(String[] args) throws Exception {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(args[0]).build());
    WorkflowClient client =
        WorkflowClient.newInstance(
            stubs,
            WorkflowClientOptions.newBuilder()
                .setDataConverter(PayloadMapper.dataConverter())
                .build());
    Path runbooks = Path.of(args[1]);
    Configuration known = Configuration.load(runbooks.resolve("topology.yaml"), runbooks);
    List<String> groups = known.topology().groups().stream().map(ReplicationGroup::id).toList();
    WorkerFactory workers = WorkerFactory.newInstance(client);
    var control = workers.newWorker(TaskQueues.CONTROL);
    control.registerWorkflowImplementationTypes(GroupWorkflowImpl.class);
    control.registerActivitiesImplementations(
        new TemporalGroupActivities(client, group -> define(known, group), groups));
    Set<String> places = new TreeSet<>();
    known.topology().groups().forEach(group -> places.addAll(group.observers()));
    for (String place : places) {
      workers.newWorker(TaskQueues.place(place)).registerActivitiesImplementations(new AllWell());
    }
    workers.start();
    groups.forEach(group -> TemporalGroupActivities.startEntity(client, group));
    System.out.println(String.join(",", groups));
    while (System.in.read() >= 0) {
      // Until whoever started it has done.
    }
    workers.shutdownNow();
    stubs.shutdownNow();
    System.exit(0);
  }

  private static Definition define(Configuration known, String group) {
    return new Definition(
        known.topology().group(group).orElseThrow(),
        known.topology().regions(),
        known.failover(),
        known.drill(),
        List.of("everything: a benchmark"),
        false);
  }

  /** Says once that the leader is well, and then says nothing new. */
  static final class AllWell implements HealthActivities {
    @Override
    public Observation observe(ObserveRequest request) {
      if (request.lastView() == View.HEALTHY) {
        while (true) {
          Activity.getExecutionContext().heartbeat(null);
          pause();
        }
      }
      return new Observation(
          request.observer(),
          request.leader(),
          View.HEALTHY,
          System.currentTimeMillis(),
          "well",
          Map.of(),
          1L,
          1L);
    }

    private static void pause() {
      try {
        Thread.sleep(Duration.ofSeconds(1).toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    @Override
    public Receipt awaitServing(ServingRequest request) {
      return Receipt.already("well");
    }
  }
}
