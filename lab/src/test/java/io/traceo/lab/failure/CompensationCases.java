package io.traceo.lab.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowStub;
import io.traceo.lab.AddressPlan;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.budget.RunOrder;
import io.traceo.workflows.failover.FailoverResult;
import io.traceo.workflows.group.GroupWorkflow.ArmOrder;
import io.traceo.workflows.group.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A switch, or the failover of a dead leader, is aborted at every step before the point of no
 * return: all is as it was.
 */
final class CompensationCases {
  private static final String SAME =
      "aborted there, names, databases and clusters are what they were, byte for byte";

  private CompensationCases() {}

  static List<FailureCase> all() {
    List<FailureCase> cases = new ArrayList<>();
    for (String activity :
        List.of(
            "DatabaseDrain",
            "DatabaseAwaitCatchUp",
            "DatabaseStopLeader",
            "DatabaseSeal",
            "DatabaseArm")) {
      cases.add(
          FailureCase.of("compensation/" + activity, SAME, scene -> aborted(scene, activity)));
    }
    for (String activity : List.of("DatabaseSeal", "DatabaseArm")) {
      cases.add(
          FailureCase.of(
              "compensation/dead-leader-" + activity,
              SAME + "; then somebody leads",
              scene -> deadLeader(scene, activity)));
    }
    return cases;
  }

  private static void aborted(Scene scene, String activity) throws Exception {
    String leader = switched(scene);
    // Whoever stops a leader may be slow when his worker dies: no incident is to answer that.
    scene.entity().disarm(new ArmOrder("suite", "only the switch acts"));
    Dump before = Dump.of(scene);
    boolean local = activity.equals("DatabaseStopLeader");
    String place = local ? leader : AddressPlan.CONTROL;
    abort(scene, place, activity, () -> scene.startSwitchover(scene.followers().get(0)));
    scene.settle();
    scene.entity().arm(new ArmOrder("suite", "over"));
    assertThat(scene.leader()).isEqualTo(leader);
    assertSame(Dump.of(scene), before);
  }

  /** Nobody leads before, nor after: the followers wait for the old leader as they did. */
  private static void deadLeader(Scene scene, String activity) throws Exception {
    String leader = switched(scene);
    scene.entity().disarm(new ArmOrder("suite", "only a person acts"));
    String fault = scene.fault(leader, "kill");
    scene.awaitVerdict(Verdict.LEADER_DEAD);
    Dump before = Dump.of(scene);
    abort(scene, AddressPlan.CONTROL, activity, () -> scene.startUnplanned("suite"));
    assertSame(Dump.of(scene), before);
    scene.entity().arm(new ArmOrder("suite", "over"));
    scene.promoted(leader, Scene.FAILOVER_SECONDS);
    scene.lift(fault);
  }

  /** Marks of an earlier run are there: an abort raises them, and adds none. */
  private static String switched(Scene scene) throws Exception {
    FailoverResult first = scene.ended(scene.startSwitchover(scene.followers().get(0)));
    assertThat(first.outcome()).as("%s", first).isEqualTo("DONE");
    scene.settle();
    return scene.leader();
  }

  private static void abort(
      Scene scene, String place, String activity, Supplier<WorkflowStub> start) throws Exception {
    try (Deaths deaths = new Deaths(scene.lab())) {
      deaths.order(place, "Failover." + activity);
      WorkflowStub run = start.get();
      deaths.awaitNone(60);
      Receipt told =
          run.update("abort", Receipt.class, new RunOrder("suite", "aborted at " + activity));
      assertThat(told.outcome()).isEqualTo("DONE");
      FailoverResult result = scene.ended(run);
      assertThat(result.outcome()).as("%s", result).isEqualTo("ABORTED");
    }
  }

  private static void assertSame(Dump after, Dump before) {
    assertThat(after.differences(before)).isEmpty();
    assertThat(after.text().equals(before.text())).as("the same order").isTrue();
    assertThat(after.epochs()).hasSameSizeAs(before.epochs());
    for (int i = 0; i < before.epochs().size(); i++) {
      assertThat(after.epochs().get(i)).isGreaterThanOrEqualTo(before.epochs().get(i));
    }
  }
}
