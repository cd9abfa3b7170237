package io.traceo.lab.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowStub;
import io.traceo.lab.failure.Deaths.Spot;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.drill.DrillReport;
import io.traceo.workflows.failover.FailoverResult;
import io.traceo.workflows.group.FailoverSummary;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.TimeUnit;

/**
 * Workers are killed wherever an activity has acted and not reported. What there is to die at is
 * read off an undisturbed run, so that a new activity is met as well.
 */
final class BoundaryCases {
  private static final String SAME =
      "the same end: one promotion, the same changes of names, nothing left behind";

  private BoundaryCases() {}

  static List<FailureCase> all() {
    return List.of(
        FailureCase.of("boundaries/switchover", SAME, BoundaryCases::switchover),
        FailureCase.of("boundaries/failover", SAME, BoundaryCases::failover),
        FailureCase.of("boundaries/drill", SAME, BoundaryCases::drill),
        FailureCase.of(
                "boundaries/promote",
                "killed after the promotion itself: one promotion all the same",
                BoundaryCases::promote)
            .gated());
  }

  private static void switchover(Scene scene) throws Exception {
    try (Deaths deaths = new Deaths(scene.lab())) {
      Change plain = switched(scene);
      for (Spot spot : deaths.spots(scene.group(), plain.run(), plain.from(), plain.to())) {
        String from = scene.leader();
        String to = scene.followers().get(0);
        deaths.order(place(scene, spot, from, to), spot.order());
        System.out.println("    dies at " + spot);
        Change change = switched(scene);
        scene.settle();
        deaths.awaitNone(30);
        assertThat(change)
            .as("%s", spot)
            .usingRecursiveComparison()
            .ignoringFields("run", "from", "to")
            .isEqualTo(plain);
      }
      System.out.println("    deaths: " + deaths.soFar().size());
    }
  }

  private static void failover(Scene scene) throws Exception {
    try (Deaths deaths = new Deaths(scene.lab())) {
      Change plain = failedOver(scene);
      for (Spot spot : deaths.spots(scene.group(), plain.run(), plain.from(), plain.to())) {
        atSpot(scene, deaths, spot, plain);
      }
      System.out.println("    deaths: " + deaths.soFar().size());
    }
  }

  private static void promote(Scene scene) throws Exception {
    try (Deaths deaths = new Deaths(scene.lab())) {
      Change plain = failedOver(scene);
      atSpot(scene, deaths, new Spot("control", "Failover.DatabasePromote"), plain);
      assertThat(deaths.soFar()).anyMatch(d -> d.startsWith("control-"));
    }
  }

  private static void atSpot(Scene scene, Deaths deaths, Spot spot, Change plain) throws Exception {
    String from = scene.leader();
    // Who takes over is not known yet: the one that is asked for first among equals.
    deaths.order(place(scene, spot, from, scene.followers().get(0)), spot.order());
    System.out.println("    dies at " + spot);
    Change change = failedOver(scene);
    if (!spot.role().equals("new") && !spot.role().equals("other")) {
      deaths.awaitNone(30);
    }
    scene.lab().nobodyDies();
    assertThat(change)
        .as("%s", spot)
        .usingRecursiveComparison()
        .ignoringFields("run", "from", "to")
        .isEqualTo(plain);
  }

  private static void drill(Scene scene) throws Exception {
    scene.declaredLeads();
    try (Deaths deaths = new Deaths(scene.lab())) {
      String from = scene.leader();
      DrillReport plain = drilled(scene);
      SortedSet<Spot> spots =
          deaths.spots(scene.group(), WorkflowIds.drill(scene.group()), from, plain.toRegion());
      spots.removeIf(s -> s.order().contains(".Ledger") || s.order().contains(".Fault"));
      for (Spot spot : spots) {
        deaths.order(place(scene, spot, from, plain.toRegion()), spot.order());
      }
      System.out.println("    dies at " + spots);
      DrillReport report = drilled(scene);
      assertThat(report.toRegion()).isNotNull();
      deaths.awaitNone(30);
      scene.settle();
      assertThat(scene.leader()).isEqualTo(from);
      assertThat(deaths.soFar()).hasSizeGreaterThanOrEqualTo(spots.size());
    }
  }

  private static DrillReport drilled(Scene scene) throws Exception {
    DrillReport report =
        scene
            .lab()
            .begin(
                "Drill",
                WorkflowIds.drill(scene.group()),
                Map.of("group", scene.group(), "fault", "KILL"))
            .getResult(6, TimeUnit.MINUTES, DrillReport.class);
    assertThat(report.ledger()).as("%s", report.reason()).isNotNull();
    assertThat(report.ledger().lost()).isZero();
    assertThat(report.ledger().doubleLeader()).isZero();
    return report;
  }

  private static String place(Scene scene, Spot spot, String from, String to) {
    return switch (spot.role()) {
      case "old" -> from;
      case "new" -> to;
      case "other" ->
          scene.members().all().stream()
              .filter(m -> !m.equals(from) && !m.equals(to))
              .findFirst()
              .orElseThrow();
      default -> spot.role();
    };
  }

  /**
   * What a move came to.
   *
   * @param timelines by how many the leader's timeline grew: one for each promotion
   * @param zones by how much the zone's serial grew: one for each change of names
   */
  private record Change(String run, String from, String to, long timelines, long zones) {}

  private static Change switched(Scene scene) throws Exception {
    String from = scene.leader();
    String to = scene.followers().get(0);
    long timeline = scene.members().timeline(from);
    long serial = scene.names().serial();
    WorkflowStub run = scene.startSwitchover(to);
    FailoverResult result = scene.ended(run);
    assertThat(result.outcome()).as("%s", result).isEqualTo("DONE");
    scene.settle();
    return new Change(
        run.getExecution().getWorkflowId(),
        from,
        to,
        scene.members().timeline(to) - timeline,
        scene.names().serial() - serial);
  }

  private static Change failedOver(Scene scene) throws Exception {
    String from = scene.leader();
    long timeline = scene.members().timeline(from);
    long serial = scene.names().serial();
    String fault = scene.fault(from, "kill");
    FailoverSummary moved = scene.promoted(from, 2 * Scene.FAILOVER_SECONDS);
    scene.lift(fault);
    scene.settle();
    String to = scene.leader();
    return new Change(
        moved.workflowId(),
        from,
        to,
        scene.members().timeline(to) - timeline,
        scene.names().serial() - serial);
  }
}
