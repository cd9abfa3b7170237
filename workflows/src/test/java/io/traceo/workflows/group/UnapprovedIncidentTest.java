package io.traceo.workflows.group;

import static io.traceo.workflows.TestTemporal.await;
import static io.traceo.workflows.failover.FakeWorld.EAST;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.activity.Activity;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.traceo.workflows.TestTemporal;
import io.traceo.workflows.activity.HealthActivities.Observation;
import io.traceo.workflows.activity.HealthActivities.ObserveRequest;
import io.traceo.workflows.activity.HealthActivities.View;
import io.traceo.workflows.contract.TaskQueues;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.failover.FailoverWorkflowImpl;
import io.traceo.workflows.failover.FakeWorld;
import io.traceo.workflows.failover.TestDefinition;
import io.traceo.workflows.group.GroupWorkflow.ArmOrder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An armed group whose failover needs an approval, and a leader that dies. */
class UnapprovedIncidentTest {
  private final FakeWorld world = new FakeWorld();
  private final FakeGroup answers = new FakeGroup(world);
  private TestWorkflowEnvironment environment;
  private GroupWorkflow group;
  private volatile View seen = View.HEALTHY;

  @BeforeEach
  void start() {
    environment = TestWorkflowEnvironment.newInstance(TestTemporal.options(false));
    WorkflowClient client = environment.getWorkflowClient();
    answers.definition = TestDefinition.warm();
    world.observer = this::observe;
    Worker control = environment.newWorker(TaskQueues.CONTROL);
    control.registerWorkflowImplementationTypes(
        GroupWorkflowImpl.class, FailoverWorkflowImpl.class);
    control.registerActivitiesImplementations(world, answers);
    for (String place : answers.definition.group().observers()) {
      environment.newWorker(TaskQueues.place(place)).registerActivitiesImplementations(world);
    }
    environment.start();
    group =
        client.newWorkflowStub(
            GroupWorkflow.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(WorkflowIds.group("na"))
                .setTaskQueue(TaskQueues.CONTROL)
                .build());
    answers.entity = client.newWorkflowStub(GroupWorkflow.class, WorkflowIds.group("na"));
    WorkflowClient.start(group::run, GroupRequest.of("na"));
    await(() -> group.status().verdict() == Verdict.HEALTHY);
    group.arm(new ArmOrder("test", "a test"));
  }

  @AfterEach
  void stop() {
    environment.close();
  }

  private Observation observe(ObserveRequest request) {
    while (seen == request.lastView()) {
      Activity.getExecutionContext().heartbeat(null);
      LockSupport.parkNanos(10_000_000);
    }
    return new Observation(
        request.observer(), request.leader(), seen, 7, "as told", Map.of(), null, null);
  }

  private List<String> events(String with) {
    return group.status().events().stream().filter(e -> e.contains(with)).toList();
  }

  @Test
  void itPagesWithTheReasonAndAsksOnceAnIncident() {
    world.unreachable.add(EAST);
    seen = View.DEAD;
    await(() -> world.calls("release").size() == 1);

    assertThat(world.calls("release")).containsExactly("release REFUSED");
    assertThat(events("PAGE LEADER_DEAD of us-east-1, not failed over: asynchronous")).hasSize(1);
    // Longer than the pause before another try: none is made.
    LockSupport.parkNanos(12_000_000_000L);
    assertThat(world.calls("release")).hasSize(1);
    assertThat(events("decided:")).hasSize(1);
    assertThat(world.calls("seal", "fence", "promote")).isEmpty();
    assertThat(group.status().leader()).isEqualTo(EAST);

    world.unreachable.clear();
    seen = View.HEALTHY;
    await(() -> group.status().verdict() == Verdict.HEALTHY);
    seen = View.DEAD;
    await(() -> world.calls("release").size() == 2);
  }

  @Test
  void itTakesNothingFromAPlannedSwitchThatIsUnderWay() {
    Grant.Answer held =
        group.acquire(
            new Grant.Request(
                "na",
                "a",
                "failover/planned",
                "run",
                Grant.Kind.SWITCHOVER,
                EAST,
                List.of(),
                null));
    assertThat(held.granted()).isTrue();
    seen = View.DEAD;
    await(() -> !events("not failed over").isEmpty());
    // Longer than a planned switch of another group would be left alone.
    LockSupport.parkNanos(6_000_000_000L);
    assertThat(events("give way")).isEmpty();
    assertThat(group.status().grant().workflowId()).isEqualTo("failover/planned");
  }
}
