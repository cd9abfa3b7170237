package io.traceo.lab.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.workflows.failover.FailoverResult;
import java.util.List;

/** Away and back again, many times: nothing may wear out. */
final class RoundTripCases {
  private static final int TRIPS = 20;

  private RoundTripCases() {}

  static List<FailureCase> all() {
    return List.of(
        FailureCase.of(
            "round-trips/twenty",
            "failover, rejoin, switchover back, " + TRIPS + " in a row, nothing lost",
            RoundTripCases::trips));
  }

  private static void trips(Scene scene) throws Exception {
    Writers writers = scene.write();
    String home = scene.leader();
    for (int trip = 1; trip <= TRIPS; trip++) {
      String fault = scene.fault(home, trip % 2 == 0 ? "blackhole" : "kill");
      scene.promoted(home, Scene.FAILOVER_SECONDS);
      writers.goOn(Scene.FAILOVER_SECONDS, 10);
      scene.lift(fault);
      scene.settle();
      FailoverResult back = scene.ended(scene.startSwitchover(home));
      assertThat(back.outcome()).as("trip %s: %s", trip, back).isEqualTo("DONE");
      scene.settle();
      assertThat(scene.leader()).isEqualTo(home);
      System.out.println("trip " + trip + " of " + TRIPS);
    }
    writers.goOn(60, 50);
    scene.account();
  }
}
