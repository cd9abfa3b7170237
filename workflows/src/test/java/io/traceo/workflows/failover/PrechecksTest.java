package io.traceo.workflows.failover;

import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST1;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.failure.ApplicationFailure;
import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.failover.Prechecks.Objection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each question alone: what it lets through, what not, and whether a retry can mend it. */
class PrechecksTest {
  private static SealedMember member(
      String region, int timeline, long position, long epoch, String identifier) {
    return new SealedMember(region, timeline, position, epoch, identifier);
  }

  private static SealedMember at(String region, int timeline, long position) {
    return member(region, timeline, position, 2, "id");
  }

  static Stream<Arguments> questions() {
    SealedMember a = at(WEST2, 1, 100);
    SealRule both = new SealRule(EAST, List.of(WEST2, WEST1), 2, null);
    return Stream.of(
        holds(Prechecks.systemIdentifier(List.of())),
        holds(Prechecks.systemIdentifier(List.of(a, at(WEST1, 1, 90)))),
        fails(
            Prechecks.systemIdentifier(List.of(a, member(WEST1, 1, 90, 2, "other"))),
            "not of one cluster",
            false),
        holds(Prechecks.epoch(a, 2)),
        fails(Prechecks.epoch(a, 1), "sealed with epoch 2, not 1", false),
        fails(Prechecks.epoch(a, 3), "sealed with epoch 2, not 3", true),
        holds(Prechecks.sealedEnough(List.of(a, at(WEST1, 1, 100)), both)),
        fails(Prechecks.sealedEnough(List.of(a), both), "only 1 of 2", false),
        holds(Prechecks.timeline(a, List.of(a, at(WEST1, 1, 200)))),
        fails(Prechecks.timeline(a, List.of(a, at(WEST1, 2, 50))), "us-west-1 on 2", false),
        holds(Prechecks.position(a, List.of(a, at(WEST1, 1, 100)), 100)),
        fails(Prechecks.position(a, List.of(a, at(WEST1, 1, 101)), 0), "is behind", false),
        fails(Prechecks.position(a, List.of(a), 101), "drained leader had", false),
        holds(Prechecks.residency(TestDefinition.na(), EAST, WEST2)),
        fails(
            Prechecks.residency(TestDefinition.na(), EAST, "eu-west-1"),
            "residency: metrics",
            false),
        holds(Prechecks.lag(1000, 1000)),
        fails(Prechecks.lag(1001, 1000), "1001 ms behind, the limit is 1000", false));
  }

  private static Arguments holds(Objection objection) {
    return Arguments.of(objection, null, false);
  }

  private static Arguments fails(Objection objection, String why, boolean retryable) {
    return Arguments.of(objection, why, retryable);
  }

  @ParameterizedTest
  @MethodSource("questions")
  void answers(Objection objection, String why, boolean retryable) {
    if (why == null) {
      assertThat(objection).isNull();
      return;
    }
    assertThat(objection.why()).contains(why);
    assertThat(objection.retryable()).isEqualTo(retryable);
  }

  @Test
  void whatDoesNotHoldIsThrownAsWhatItIs() {
    assertThatCode(() -> Prechecks.require(null)).doesNotThrowAnyException();
    assertThatThrownBy(() -> Prechecks.require(Prechecks.lag(2, 1)))
        .isInstanceOfSatisfying(
            ApplicationFailure.class, f -> assertThat(f.isNonRetryable()).isTrue());
  }
}
