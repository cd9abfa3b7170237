package io.traceo.lab.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.ResetWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.traceo.lab.AddressPlan;
import io.traceo.lab.Eventually;
import io.traceo.lab.RunHistory;
import io.traceo.workflows.group.Grant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The control plane itself fails: its server dies in every phase, the run that holds the grant is
 * terminated or reset, both control workers stand still, a probe of a fenced region never returns.
 */
final class HolderCases {
  private static final String SAME = "the failover ends all the same, by one promotion";

  /** An activity of each phase of a failover, in the order of the phases. */
  private static final List<String> PHASES =
      List.of(
          "DatabaseSurvey",
          "DatabaseSeal",
          "DatabaseArm",
          "DatabasePromote",
          "RoutingRoute",
          "DatabaseVerify",
          "HealthAwaitServing",
          "DatabaseAwaitCopies");

  private HolderCases() {}

  static List<FailureCase> all() {
    List<FailureCase> cases = new ArrayList<>();
    for (String activity : PHASES) {
      cases.add(
          FailureCase.of(
              "temporal-dies/" + activity, SAME, scene -> temporalDies(scene, activity)));
    }
    for (String activity : List.of("DatabaseSeal", "RoutingRoute")) {
      cases.add(
          FailureCase.of(
              "terminated/" + activity,
              SAME,
              scene -> holder(scene, activity, run -> run.terminate("the failure suite"))));
      cases.add(
          FailureCase.of(
              "reset/" + activity, SAME, scene -> holder(scene, activity, r -> reset(scene, r))));
    }
    cases.add(
        FailureCase.of(
                "never-waited-for/fence",
                "the fence of a silent region is still pending when the promotion is done",
                HolderCases::fencePending)
            .gated());
    return cases;
  }

  private static void temporalDies(Scene scene, String activity) throws Exception {
    String old = scene.leader();
    long timeline = scene.members().timeline(old);
    try (Deaths deaths = new Deaths(scene.lab())) {
      deaths.order(AddressPlan.CONTROL, "Failover." + activity);
      String fault = scene.fault(old, "kill");
      if (activity.equals("DatabaseAwaitCopies")) {
        scene.promoted(old, Scene.FAILOVER_SECONDS);
        scene.lift(fault);
      }
      deaths.awaitNone(60);
      scene.lab().parts().temporal().restart();
      scene.promoted(old, 2 * Scene.FAILOVER_SECONDS);
      scene.settle();
    }
    assertThat(scene.members().timeline(scene.leader())).isEqualTo(timeline + 1);
  }

  private interface Harm {
    void to(WorkflowStub run) throws Exception;
  }

  private static void holder(Scene scene, String activity, Harm harm) throws Exception {
    String old = scene.leader();
    long timeline = scene.members().timeline(old);
    try (Deaths deaths = new Deaths(scene.lab())) {
      deaths.order(AddressPlan.CONTROL, "Failover." + activity);
      scene.fault(old, "kill");
      deaths.awaitNone(60);
      Grant holder = Objects.requireNonNull(scene.status().grant());
      harm.to(scene.lab().client(scene.group()).newUntypedWorkflowStub(holder.workflowId()));
      scene.promoted(old, 2 * Scene.FAILOVER_SECONDS);
      scene.settle();
    }
    assertThat(scene.members().timeline(scene.leader())).isEqualTo(timeline + 1);
  }

  /** To its beginning: everything that it had done is done a second time. */
  private static void reset(Scene scene, WorkflowStub run) {
    WorkflowClient client = scene.lab().client(scene.group());
    String id = run.getExecution().getWorkflowId();
    WorkflowExecution execution =
        client
            .getWorkflowServiceStubs()
            .blockingStub()
            .describeWorkflowExecution(
                DescribeWorkflowExecutionRequest.newBuilder()
                    .setNamespace(client.getOptions().getNamespace())
                    .setExecution(WorkflowExecution.newBuilder().setWorkflowId(id))
                    .build())
            .getWorkflowExecutionInfo()
            .getExecution();
    long first =
        client.fetchHistory(id).getEvents().stream()
            .filter(e -> e.hasWorkflowTaskCompletedEventAttributes())
            .findFirst()
            .orElseThrow()
            .getEventId();
    client
        .getWorkflowServiceStubs()
        .blockingStub()
        .resetWorkflowExecution(
            ResetWorkflowExecutionRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .setWorkflowExecution(execution)
                .setReason("the failure suite")
                .setRequestId(java.util.UUID.randomUUID().toString())
                .setWorkflowTaskFinishEventId(first)
                .build());
  }

  private static void fencePending(Scene scene) throws Exception {
    String old = scene.leader();
    scene.fault(old, "blackhole");
    String run = scene.promoted(old, Scene.FAILOVER_SECONDS).workflowId();
    RunHistory history = new RunHistory(scene.lab().client(scene.group()), run);
    Eventually.within(30, "promoted", () -> history.ended("DatabasePromote") > 0);
    assertThat(history.ended("DatabaseFence")).as("when the fence ended").isZero();
    assertThat(history.boundaries()).anyMatch(b -> b.activity().equals("DatabaseFence"));
  }
}
