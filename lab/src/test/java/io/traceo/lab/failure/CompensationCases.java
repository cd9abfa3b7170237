package io.traceo.lab.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowStub;
import io.traceo.lab.AddressPlan;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.budget.RunOrder;
import io.traceo.workflows.failover.FailoverResult;
import io.traceo.workflows.group.GroupWorkflow.ArmOrder;
import java.util.ArrayList;
import java.util.List;

/** A switch is aborted at every step before the point of no return: all is as it was. */
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
    return cases;
  }

  private static void aborted(Scene scene, String activity) throws Exception {
    // Marks of an earlier run are there: an abort raises them, and adds none.
    FailoverResult first = scene.ended(scene.startSwitchover(scene.followers().get(0)));
    assertThat(first.outcome()).as("%s", first).isEqualTo("DONE");
    scene.settle();
    String leader = scene.leader();
    // Whoever stops a leader may be slow when his worker dies: no incident is to answer that.
    scene.entity().disarm(new ArmOrder("suite", "only the switch acts"));
    Dump before = Dump.of(scene);
    try (Deaths deaths = new Deaths(scene.lab())) {
      boolean local = activity.equals("DatabaseStopLeader");
      deaths.order(local ? leader : AddressPlan.CONTROL, "Failover." + activity);
      WorkflowStub run = scene.startSwitchover(scene.followers().get(0));
      deaths.awaitNone(60);
      Receipt told =
          run.update("abort", Receipt.class, new RunOrder("suite", "aborted at " + activity));
      assertThat(told.outcome()).isEqualTo("DONE");
      FailoverResult result = scene.ended(run);
      assertThat(result.outcome()).as("%s", result).isEqualTo("ABORTED");
    }
    scene.settle();
    scene.entity().arm(new ArmOrder("suite", "over"));
    assertThat(scene.leader()).isEqualTo(leader);
    Dump after = Dump.of(scene);
    assertThat(after.differences(before)).isEmpty();
    assertThat(after.text().equals(before.text())).as("the same order").isTrue();
    assertThat(after.epochs()).hasSameSizeAs(before.epochs());
    for (int i = 0; i < before.epochs().size(); i++) {
      assertThat(after.epochs().get(i)).isGreaterThanOrEqualTo(before.epochs().get(i));
    }
  }
}
