package io.traceo.lab.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.traceo.lab.AddressPlan;
import io.traceo.lab.Eventually;
import io.traceo.workflows.contract.TaskQueues;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.group.Grant;
import io.traceo.workflows.group.GroupWorkflow.ArmOrder;
import io.traceo.workflows.group.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A grant outlives the run of the entity that gave it, and its holder that timed out. */
final class GrantCases {
  /** Updates that make an entity continue as new, and some more. */
  private static final int MANY = 310;

  /** As many in flight as the server takes of one run. */
  private static final int AT_ONCE = 5;

  /** Longer than it takes to seal, shorter than a dead worker's seal is waited for. */
  private static final Duration IN_SEAL = Duration.ofSeconds(7);

  /** Longer than it takes to promote and resume; whoever was lost comes back later. */
  private static final Duration IN_PROTECT = Duration.ofSeconds(25);

  private GrantCases() {}

  static List<FailureCase> all() {
    return List.of(
        FailureCase.of(
            "reset/group-continues",
            "the group continues as new in mid-failover: the grant stays, one promotion",
            GrantCases::groupContinues),
        FailureCase.of(
            "timed-out/DatabaseSeal",
            "the group takes back what the run has sealed; then one promotion",
            GrantCases::beforePromotion),
        FailureCase.of(
            "timed-out/DatabaseAwaitCopies",
            "the group goes on where the run stood: copies are whole again, no other promotion",
            GrantCases::afterPromotion));
  }

  private static void groupContinues(Scene scene) throws Exception {
    String old = scene.leader();
    long timeline = scene.members().timeline(old);
    ArmOrder once = new ArmOrder("suite", "once more");
    scene.entity().disarm(once);
    scene.fault(old, "kill");
    scene.awaitVerdict(Verdict.LEADER_DEAD);
    // A group at rest would continue as new for fewer.
    tell(MANY - 20 - told(scene), () -> scene.entity().disarm(once));
    String before = groupRun(scene);
    try (Deaths deaths = new Deaths(scene.lab())) {
      deaths.order(AddressPlan.CONTROL, "Failover.DatabaseSeal");
      scene.entity().arm(once);
      deaths.awaitNone(60);
      Grant holder = Objects.requireNonNull(scene.status().grant());
      tell(40, () -> scene.entity().arm(once));
      Eventually.within(30, "continued as new", () -> !groupRun(scene).equals(before));
      assertThat(scene.leader()).as("in mid-failover").isEqualTo(old);
      assertThat(scene.status().grant()).isEqualTo(holder);
      String moved = scene.promoted(old, 2 * Scene.FAILOVER_SECONDS).workflowId();
      assertThat(moved).isEqualTo(holder.workflowId());
      scene.settle();
    }
    assertThat(scene.members().timeline(scene.leader())).isEqualTo(timeline + 1);
  }

  private static String groupRun(Scene scene) {
    return group(scene).describe().getExecution().getRunId();
  }

  private static WorkflowStub group(Scene scene) {
    return scene
        .lab()
        .client(scene.group())
        .newUntypedWorkflowStub(WorkflowIds.group(scene.group()));
  }

  /** Updates that this run of the entity has taken. */
  private static int told(Scene scene) {
    WorkflowClient client = scene.lab().client(scene.group());
    return (int)
        client.fetchHistory(WorkflowIds.group(scene.group())).getEvents().stream()
            .filter(e -> e.hasWorkflowExecutionUpdateAcceptedEventAttributes())
            .count();
  }

  /** Says what it knows already, again and again. */
  private static void tell(int times, Runnable what) throws Exception {
    ExecutorService several = Executors.newFixedThreadPool(AT_ONCE);
    try {
      for (int i = 0; i < times; i++) {
        var unused = several.submit(what);
      }
    } finally {
      several.shutdown();
      assertThat(several.awaitTermination(90, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void beforePromotion(Scene scene) throws Exception {
    String old = scene.leader();
    long timeline = scene.members().timeline(old);
    scene.entity().disarm(new ArmOrder("suite", "a person starts it"));
    try (Deaths deaths = new Deaths(scene.lab())) {
      scene.fault(old, "kill");
      scene.awaitVerdict(Verdict.LEADER_DEAD);
      deaths.order(AddressPlan.CONTROL, "Failover.DatabaseSeal");
      WorkflowStub run = start(scene, IN_SEAL);
      deaths.awaitNone(30);
      scene.awaitHolder(run);
      timedOut(run);
      Eventually.within(
          60, () -> "the grant is back: " + scene.status(), () -> scene.status().grant() == null);
      assertThat(scene.leader()).isEqualTo(old);
      assertThat(scene.members().leading(scene.followers())).isEmpty();
      assertThat(scene.followers())
          .as("nobody stays cut off")
          .allMatch(f -> !"".equals(scene.members().ask(f, "SHOW primary_conninfo")));
    }
    scene.entity().arm(new ArmOrder("suite", "over"));
    scene.promoted(old, Scene.FAILOVER_SECONDS);
    scene.settle();
    assertThat(scene.members().timeline(scene.leader())).isEqualTo(timeline + 1);
  }

  private static void afterPromotion(Scene scene) throws Exception {
    String old = scene.leader();
    long timeline = scene.members().timeline(old);
    scene.entity().disarm(new ArmOrder("suite", "a person starts it"));
    String fault = scene.fault(old, "kill");
    scene.awaitVerdict(Verdict.LEADER_DEAD);
    WorkflowStub run = start(scene, IN_PROTECT);
    scene.promoted(old, Scene.FAILOVER_SECONDS);
    timedOut(run);
    Eventually.within(
        60,
        () -> "somebody goes on: " + scene.status(),
        () -> {
          Grant holder = scene.status().grant();
          return holder != null && !holder.workflowId().equals(run.getExecution().getWorkflowId());
        });
    scene.lift(fault);
    scene.settle();
    scene.entity().arm(new ArmOrder("suite", "over"));
    assertThat(scene.members().timeline(scene.leader())).isEqualTo(timeline + 1);
    assertThat(scene.leader()).isNotEqualTo(old);
  }

  /** A person answers, in a form that lets one type a limit. */
  private static WorkflowStub start(Scene scene, Duration limit) {
    WorkflowStub run =
        scene
            .lab()
            .client(scene.group())
            .newUntypedWorkflowStub(
                "Failover",
                WorkflowOptions.newBuilder()
                    .setWorkflowId(WorkflowIds.failover(scene.group() + "/" + System.nanoTime()))
                    .setTaskQueue(TaskQueues.CONTROL)
                    .setWorkflowTaskTimeout(Duration.ofSeconds(2))
                    .setWorkflowRunTimeout(limit)
                    .build());
    run.start(
        Map.of(
            "group",
            scene.group(),
            "mode",
            "UNPLANNED",
            "reason",
            "the leader is dead",
            "startedBy",
            "ada"));
    return run;
  }

  private static void timedOut(WorkflowStub run) throws Exception {
    Eventually.within(
        60,
        "timed out",
        () ->
            run.describe().getStatus()
                == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TIMED_OUT);
  }
}
