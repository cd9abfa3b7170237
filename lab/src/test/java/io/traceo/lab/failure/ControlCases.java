package io.traceo.lab.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.traceo.activities.group.TemporalGroupActivities;
import io.traceo.lab.Eventually;
import io.traceo.lab.LateWorker;
import io.traceo.lab.temporal.RunningTemporal;
import io.traceo.workflows.failover.FailoverResult;
import io.traceo.workflows.group.Grant;
import io.traceo.workflows.group.GroupStatus;
import io.traceo.workflows.group.GroupWorkflow.ArmOrder;
import io.traceo.workflows.group.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The control plane is not what it was: it has lost its memory, there are two of it, or a part of
 * it wakes up in a time that is not its own. The epoch protects all the same.
 */
final class ControlCases {
  /** Higher than anything that members and names know: only the cluster knows it. */
  private static final int AHEAD = 5;

  private static final String CHANGES_NOTHING =
      "carried out after the next failover it is refused by epoch: nothing changes";

  private ControlCases() {}

  static List<FailureCase> all() {
    return List.of(
        FailureCase.of(
            "control/emptied",
            "the group learns leader and epoch anew; one failover with a still higher epoch",
            ControlCases::emptied),
        FailureCase.of(
            "control/doubled",
            "two control planes decide at once: one promotion, the names agree with it",
            DoubledControl::both),
        FailureCase.of(
            "control/thawed",
            "a promotion of a run that was taken over: " + CHANGES_NOTHING,
            ControlCases::thawedBeforePromotion),
        FailureCase.of(
            "control/thawed-route",
            "a change of names: " + CHANGES_NOTHING,
            s -> thawedAfterPromotion(s, "RoutingRoute")),
        FailureCase.of(
            "control/thawed-workload",
            "a change of a workload: " + CHANGES_NOTHING,
            s -> thawedAfterPromotion(s, "ClusterScaleUp")));
  }

  private static void emptied(Scene scene) throws Exception {
    Writers writers = scene.write();
    String old = scene.leader();
    long timeline = scene.members().timeline(old);
    long epoch = ahead(scene, scene.followers().get(0), scene.status().epoch() + AHEAD);
    empty(scene);
    TemporalGroupActivities.startEntity(scene.lab().client(scene.group()), scene.group());
    Eventually.within(90, () -> "learned: " + scene.status(), () -> learned(scene, old));
    assertThat(scene.status().armed()).as("an entity without memory only observes").isFalse();
    scene.entity().arm(new ArmOrder("suite", "the database of Temporal was emptied"));
    writers.goOn(30, 10);
    String cut = scene.fault(old, "blackhole");
    assertThat(scene.promoted(old, Scene.FAILOVER_SECONDS).epoch()).isGreaterThan(epoch);
    writers.goOn(Scene.FAILOVER_SECONDS, 50);
    scene.lift(cut);
    scene.settle();
    assertThat(scene.members().timeline(scene.leader())).isEqualTo(timeline + 1);
    assertThat(scene.status().epoch()).isGreaterThan(epoch);
    scene.account();
  }

  private static boolean learned(Scene scene, String leader) {
    GroupStatus status = scene.status();
    return status.leader().equals(leader)
        && status.verdict() == Verdict.HEALTHY
        && status.watching() >= scene.names().group().observers().size();
  }

  /** As an operator who has lost the disk: everything that Temporal knew is gone. */
  private static void empty(Scene scene) throws Exception {
    RunningTemporal temporal = scene.lab().parts().temporal();
    temporal.kill();
    Path folder = scene.lab().parts().settings().folder().folder("temporal");
    for (String part : List.of("temporal.db", "temporal.db-wal", "temporal.db-shm")) {
      boolean unused = Files.deleteIfExists(folder.resolve(part));
    }
    temporal.restart();
  }

  /** A run that was ended after its first change has left its number there and nowhere else. */
  private static long ahead(Scene scene, String region, long epoch) {
    try (KubernetesClient admin = scene.lab().parts().kubernetes().admin()) {
      for (Deployment each : admin.apps().deployments().inNamespace(region).list().getItems()) {
        each.getMetadata().getAnnotations().put("traceo.io/epoch", Long.toString(epoch));
        Deployment unused = admin.resource(each).update();
      }
    }
    return epoch;
  }

  /** Its run is terminated before it acts; the next failover is another run with its own epoch. */
  private static void thawedBeforePromotion(Scene scene) throws Exception {
    String old = scene.leader();
    long timeline = scene.members().timeline(old);
    try (LateWorker late = scene.lab().stillAt("Failover.DatabasePromote")) {
      String fault = scene.fault(old, "kill");
      String asked = late.awaitStill(60);
      Grant holder = Objects.requireNonNull(scene.status().grant());
      scene
          .lab()
          .client(scene.group())
          .newUntypedWorkflowStub(holder.workflowId())
          .terminate("late");
      String next = scene.promoted(old, 2 * Scene.FAILOVER_SECONDS).workflowId();
      assertThat(next).isNotEqualTo(holder.workflowId());
      scene.lift(fault);
      scene.settle();
      assertThat(scene.members().timeline(scene.leader())).isEqualTo(timeline + 1);
      if (asked.contains("region=" + scene.leader())) {
        switchAway(scene);
      }
      thaw(scene, late);
    }
  }

  /** Another worker has done it long ago, and then there was a planned switch. */
  private static void thawedAfterPromotion(Scene scene, String activity) throws Exception {
    String old = scene.leader();
    try (LateWorker late = scene.lab().stillAt("Failover." + activity)) {
      String fault = scene.fault(old, "kill");
      String unused = late.awaitStill(60);
      scene.promoted(old, 2 * Scene.FAILOVER_SECONDS);
      scene.lift(fault);
      scene.settle();
      switchAway(scene);
      thaw(scene, late);
    }
  }

  private static void switchAway(Scene scene) throws Exception {
    FailoverResult done = scene.ended(scene.startSwitchover(scene.followers().get(0)));
    assertThat(done.outcome()).as("%s", done).isEqualTo("DONE");
    scene.settle();
  }

  private static void thaw(Scene scene, LateWorker late) throws Exception {
    String leader = scene.leader();
    Dump before = Dump.of(scene);
    String came = late.thaw(60);
    System.out.println("    what came of it: " + came);
    assertThat(came).contains("epoch");
    scene.nobodyPromoted(leader, 5);
    scene.settle();
    Dump after = Dump.of(scene);
    assertThat(after.differences(before)).isEmpty();
    assertThat(after.epochs()).isEqualTo(before.epochs());
  }
}
