package io.traceo.lab.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import io.traceo.lab.Autoscalers;
import io.traceo.lab.Eventually;
import io.traceo.workflows.contract.PayloadMapper;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.drill.DrillReport;
import io.traceo.workflows.drill.DrillStatus;
import io.traceo.workflows.group.FailoverSummary;
import io.traceo.workflows.restore.BackupResult;
import io.traceo.workflows.restore.RestoreReport;
import io.traceo.workflows.restore.RestoreStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The leader is really lost while something else operates: the incident comes first. */
final class PreemptionCases {
  private static final String FIRST =
      "the incident promotes in time, the other run is taken back, nothing of it is left";

  private PreemptionCases() {}

  static List<FailureCase> all() {
    return List.of(
        FailureCase.of("preemption/drill", FIRST, PreemptionCases::drill),
        FailureCase.of("preemption/rollout", FIRST, PreemptionCases::rollout),
        FailureCase.of(
            "preemption/second-fault-in-drill",
            "promotes anew, or asks for the last copy; the drill fails and lifts its own fault",
            PreemptionCases::secondFault),
        // The last one: from now on the group keeps an archive.
        FailureCase.of(
            "preemption/restore",
            "the incident promotes in time beside the restore, which ends as if nothing were",
            PreemptionCases::restore));
  }

  /** Before its point of no return, and by no fault of its own. */
  private static void drill(Scene scene) throws Exception {
    scene.declaredLeads();
    Writers writers = scene.write();
    String old = scene.leader();
    WorkflowStub run = drill(scene, Map.of("group", scene.group(), "mode", "SWITCHOVER"));
    scene.awaitHolder(run);
    scene.fault(old, "kill");
    FailoverSummary moved = scene.promoted(old, Scene.FAILOVER_SECONDS);
    assertThat(moved.workflowId()).as("the group's own").contains("/" + scene.group() + "/");
    writers.goOn(Scene.FAILOVER_SECONDS, 50);
    failed(scene, run);
    assertThat(scene.status().events()).anyMatch(e -> e.contains("asking drill/"));
    scene.settle();
    assertThat(scene.leader()).as("the drill moves nobody back").isEqualTo(moved.toRegion());
    scene.account();
  }

  private static WorkflowStub drill(Scene scene, Map<String, Object> request) {
    return scene.lab().begin("Drill", WorkflowIds.drill(scene.group()), request);
  }

  /** Cancelled, and its report says so: it did not pass, and nothing was lost in it. */
  private static void failed(Scene scene, WorkflowStub run) throws Exception {
    try {
      DrillReport ended = run.getResult(4, TimeUnit.MINUTES, DrillReport.class);
      throw new AssertionError("ended by itself: " + ended.verdict() + ", " + ended.reason());
    } catch (WorkflowFailedException e) {
      assertThat(e).hasRootCauseInstanceOf(CanceledFailure.class);
    }
    Path kept = Path.of(String.valueOf(run.query("status", DrillStatus.class).reportPath()));
    DrillReport report =
        PayloadMapper.create()
            .readValue(
                scene.lab().home().resolve("reports").resolve(kept.getFileName()).toFile(),
                DrillReport.class);
    System.out.println("    " + report.verdict() + ": " + report.reason());
    assertThat(report.verdict()).as("%s", report.reason()).isEqualTo("FAILED");
    assertThat(report.reason()).isNotBlank();
    assertThat(report.ledger()).as("%s", report.notes()).isNotNull();
    assertThat(report.ledger().lost()).isZero();
    assertThat(report.ledger().doubleLeader()).isZero();
  }

  private static void rollout(Scene scene) throws Exception {
    // Another one that leads gets its own sizes back when it no longer does.
    scene.declaredLeads();
    try (KubernetesClient admin = scene.lab().parts().kubernetes().admin()) {
      Autoscalers autoscalers = new Autoscalers(admin);
      Writers writers = scene.write();
      String old = scene.leader();
      Map<String, String> before = sizes(scene, autoscalers);
      Map<String, Object> sizes = new TreeMap<>();
      scene.members().all().forEach(m -> sizes.put(m, Map.of("minimum", 3, "maximum", 60)));
      WorkflowStub run =
          scene
              .lab()
              .begin(
                  "CapacityRollout",
                  WorkflowIds.capacityRollout(scene.group()),
                  Map.of("group", scene.group(), "sizes", sizes));
      scene.awaitHolder(run);
      Eventually.within(
          60,
          () -> "the first region: " + sizes(scene, autoscalers),
          () -> sizes(scene, autoscalers).containsValue("3 to 60"));
      scene.fault(old, "kill");
      FailoverSummary moved = scene.promoted(old, Scene.FAILOVER_SECONDS);
      writers.goOn(Scene.FAILOVER_SECONDS, 50);
      scene.over(run);
      scene.settle();
      Map<String, String> after = sizes(scene, autoscalers);
      System.out.println("    " + before + ", then " + after);
      // What leads now has been raised by the failover, which may have been there first.
      after.remove(moved.toRegion());
      before.remove(moved.toRegion());
      assertThat(after).isEqualTo(before);
      scene.account();
    }
  }

  private static Map<String, String> sizes(Scene scene, Autoscalers autoscalers) {
    Map<String, String> sizes = new TreeMap<>();
    scene.members().all().forEach(m -> sizes.put(m, autoscalers.size(m)));
    return sizes;
  }

  /** It works beside the group and holds no grant: nobody waits for it, and it for nobody. */
  private static void restore(Scene scene) throws Exception {
    // Not where backups are kept and restored: that region goes on.
    scene.declaredLeads();
    String group = scene.group();
    BackupResult taken =
        scene
            .lab()
            .run("Backup", WorkflowIds.backup(group), Map.of("group", group), BackupResult.class);
    assertThat(taken.outcome()).as("%s", taken).isEqualTo("DONE");
    Writers writers = scene.write();
    String old = scene.leader();
    WorkflowStub run =
        scene.lab().begin("Restore", WorkflowIds.restore(group), Map.of("group", group));
    Eventually.within(
        60,
        "the restore fetches",
        () -> run.query("status", RestoreStatus.class).phase().equals("fetch"));
    scene.fault(old, "kill");
    scene.promoted(old, Scene.FAILOVER_SECONDS);
    writers.goOn(Scene.FAILOVER_SECONDS, 50);
    RestoreReport report = run.getResult(4, TimeUnit.MINUTES, RestoreReport.class);
    System.out.println("    " + report.verdict() + ": " + report.reason());
    assertThat(report.verdict()).as("%s", report).isEqualTo("DONE");
    scene.lab().removeRestored(group, report.region());
    scene.settle();
    scene.account();
  }

  /** The one that the drill has promoted is lost as well. */
  private static void secondFault(Scene scene) throws Exception {
    scene.declaredLeads();
    Writers writers = scene.write();
    String old = scene.leader();
    WorkflowStub run = drill(scene, Map.of("group", scene.group(), "fault", "KILL"));
    FailoverSummary first = scene.promoted(old, 2 * Scene.FAILOVER_SECONDS);
    String second = scene.leader();
    writers.goOn(Scene.FAILOVER_SECONDS, 1);
    scene.fault(second, "kill");
    scene.lastCopyMayLead(second);
    FailoverSummary next = scene.promoted(second, Scene.FAILOVER_SECONDS);
    assertThat(next.epoch()).isGreaterThan(first.epoch());
    assertThat(next.workflowId()).isNotEqualTo(first.workflowId());
    writers.goOn(Scene.FAILOVER_SECONDS, 50);
    failed(scene, run);
    assertThat(scene.lab().parts().faults().inForce())
        .as("faults in force")
        .containsExactly("kill of " + second);
    scene.settle();
    assertThat(scene.leader()).isEqualTo(next.toRegion());
    scene.account();
  }
}
