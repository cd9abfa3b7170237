package io.traceo.starters.api;

import io.temporal.activity.Activity;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.traceo.activities.group.TemporalGroupActivities;
import io.traceo.activities.topology.Configuration;
import io.traceo.workflows.activity.DatabaseActivities;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.Survey;
import io.traceo.workflows.activity.DatabaseActivities.SurveyRequest;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.HealthActivities;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.activity.RoutingActivities;
import io.traceo.workflows.activity.RoutingActivities.Route;
import io.traceo.workflows.activity.RoutingActivities.RouteQuery;
import io.traceo.workflows.contract.PayloadMapper;
import io.traceo.workflows.contract.TaskQueues;
import io.traceo.workflows.group.GroupWorkflowImpl;
import io.traceo.workflows.topology.ReplicationGroup;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

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
        new TemporalGroupActivities(client, group -> define(known, group), groups),
        played(DatabaseActivities.class, (name, asked) -> survey(known, asked)),
        played(
            RoutingActivities.class,
            (name, asked) -> {
              ReplicationGroup group = group(known, ((RouteQuery) asked).group());
              return new Route(group.leader(), group.members(), 1, "READ");
            }));
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

  /** Every member as a well group has it: nothing else is asked of one that only observes. */
  private static Survey survey(Configuration known, Object asked) {
    SurveyRequest request = (SurveyRequest) asked;
    String leader = group(known, request.group()).leader();
    return new Survey(
        request.regions().stream()
            .map(
                region ->
                    new MemberState(
                        region,
                        true,
                        !region.equals(leader),
                        1,
                        1000,
                        1,
                        "bench",
                        region.equals(leader) ? null : leader,
                        List.of(),
                        0,
                        null))
            .toList());
  }

  private static ReplicationGroup group(Configuration known, String id) {
    return known.topology().group(id).orElseThrow();
  }

  private static Object played(Class<?> activities, BiFunction<String, Object, Object> answer) {
    return Proxy.newProxyInstance(
        ApiBenchGroups.class.getClassLoader(),
        new Class<?>[] {activities},
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "survey", "readRoute" -> answer.apply(method.getName(), arguments[0]);
              case "hashCode" -> System.identityHashCode(proxy);
              case "equals" -> proxy == arguments[0];
              case "toString" -> "played " + activities.getSimpleName();
              default -> throw new UnsupportedOperationException(method.getName());
            });
  }

  private static Definition define(Configuration known, String group) {
    return new Definition(
        group(known, group),
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
