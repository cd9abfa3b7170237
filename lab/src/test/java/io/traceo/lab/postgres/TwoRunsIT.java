package io.traceo.lab.postgres;

import static io.traceo.lab.postgres.Steps.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.workflows.activity.DatabaseActivities.ArmRequest;
import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.activity.DatabaseActivities.UnsealRequest;
import io.traceo.workflows.contract.FailureTypes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two runs that do not know of each other have found the same next epoch, or the one after it. */
class TwoRunsIT {
  @Test
  void noneTakesACopyAwayFromTheLeaderOfTheOther() throws Exception {
    try (ThreeMembers group = new ThreeMembers()) {
      takenBackBeforeThePromotion(Steps.ofWhole(group));
      sealedUnderTheNextBeforeIt(Steps.ofWhole(group));
      takenBackAfterIt(Steps.ofWhole(group));
    }
  }

  private static void takenBackBeforeThePromotion(Steps steps) {
    SealedMember sealed = steps.sealBoth();
    String armed = steps.other(sealed.region());
    steps.arm(sealed.region());
    assertFails(FailureTypes.STALE_EPOCH, () -> steps.seal(armed, steps.epoch));
    assertFails(
        FailureTypes.STALE_EPOCH,
        () ->
            steps.control.arm(
                new ArmRequest(
                    Steps.GROUP, armed, List.of(sealed.region()), List.of(), 1, steps.epoch)));
    assertThat(steps.look(armed).upstream()).isEqualTo(sealed.region());
    // Whom it was to follow can't be promoted any more before it is taken away.
    steps.control.unseal(new UnsealRequest(Steps.GROUP, armed, steps.leader, steps.epoch + 1));
    assertFails(FailureTypes.STALE_EPOCH, () -> steps.promote(sealed));
    steps.unsealBoth(steps.epoch + 1);
  }

  private static void sealedUnderTheNextBeforeIt(Steps steps) {
    SealedMember sealed = steps.sealBoth();
    String armed = steps.other(sealed.region());
    steps.arm(sealed.region());
    assertThat(steps.seal(armed, steps.epoch + 1).epoch()).isEqualTo(steps.epoch + 1);
    assertFails(FailureTypes.STALE_EPOCH, () -> steps.promote(sealed));
    assertThat(steps.look(sealed.region()).standby()).isTrue();
    steps.unsealBoth(steps.epoch + 2);
  }

  private static void takenBackAfterIt(Steps steps) {
    SealedMember sealed = steps.sealBoth();
    String armed = steps.other(sealed.region());
    steps.arm(sealed.region());
    assertThat(steps.promote(sealed).outcome()).isEqualTo("DONE");
    assertFails(FailureTypes.CONFLICT, () -> steps.seal(armed, steps.epoch + 1));
    assertFails(
        FailureTypes.CONFLICT,
        () ->
            steps.control.unseal(
                new UnsealRequest(Steps.GROUP, armed, steps.leader, steps.epoch + 1)));
    assertThat(steps.look(armed).upstream()).isEqualTo(sealed.region());
    assertThat(steps.look(armed).epoch()).isEqualTo(steps.epoch);
    // A leader that does not answer is replaced as ever.
    steps.group.server(sealed.region()).kill();
    assertThat(steps.seal(armed, steps.epoch + 1).epoch()).isEqualTo(steps.epoch + 1);
  }
}
