package io.traceo.workflows.group;

import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST1;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.RoutingActivities.Route;
import io.traceo.workflows.failover.FailoverMode;
import io.traceo.workflows.failover.TestDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What only somebody else can have changed, and what a run of ours left behind. */
class LiveFactsTest {
  private static final LeaderMark MARK = new LeaderMark(WEST2, 3, "id");

  private static MemberState leads(String region, int timeline, long epoch, String id) {
    return new MemberState(region, true, false, timeline, 9, epoch, id, null, List.of(), 1, null);
  }

  private static List<String> differences(
      @Nullable LeaderMark mark, @Nullable String lastStage, String named, MemberState... members) {
    FailoverSummary last =
        lastStage == null
            ? null
            : new FailoverSummary(
                "failover/na/5-1",
                FailoverMode.UNPLANNED,
                EAST,
                WEST2,
                5,
                lastStage,
                null,
                null,
                null,
                null,
                List.of());
    Route route = new Route(named, List.of(named), 5, "READ");
    return new LiveFacts(
            TestDefinition.na(),
            WEST2,
            5,
            mark,
            last,
            new MembersSeen(WEST2, 1, List.of(members), route, null))
        .differences();
  }

  @Test
  void theRecordedLeaderOnItsTimelineIsNoDifference() {
    assertThat(differences(MARK, "PROTECTED", WEST2, leads(WEST2, 3, 5, "id"))).isEmpty();
    assertThat(differences(null, null, WEST2, leads(WEST2, 3, 5, "id"))).isEmpty();
  }

  @Test
  void anotherTimelineOrDatabaseIsOne() {
    assertThat(differences(MARK, null, WEST2, leads(WEST2, 4, 5, "id")))
        .containsExactly("us-west-2 leads on timeline 4, and 3 is the recorded one");
    assertThat(differences(MARK, null, WEST2, leads(WEST2, 3, 5, "new")).get(0))
        .contains("another database: system identifier new, and id is the recorded one");
  }

  @Test
  void aSecondLeaderIsOneUnlessItIsOnATimelineOfBefore() {
    MemberState now = leads(WEST2, 3, 5, "id");
    assertThat(differences(MARK, null, WEST2, now, leads(EAST, 2, 4, "id"))).isEmpty();
    assertThat(differences(MARK, null, WEST2, now, leads(WEST1, 4, 5, "id"))).hasSize(1);
    assertThat(differences(MARK, null, WEST2, now, leads(WEST1, 3, 5, "id"))).hasSize(1);
    assertThat(differences(MARK, null, WEST2, leads(WEST1, 4, 5, "id"))).hasSize(1);
    assertThat(differences(null, null, WEST2, leads(WEST1, 4, 5, "id")))
        .as("nobody knows whose timeline is older")
        .isEmpty();
  }

  @Test
  void aNameElsewhereIsOneUnlessOurRunCouldNotMoveIt() {
    MemberState now = leads(WEST2, 3, 5, "id");
    assertThat(differences(MARK, "PROTECTED", EAST, now))
        .containsExactly(
            "the write name points to us-east-1, and us-west-2 is the recorded leader");
    assertThat(differences(MARK, "FAILED", EAST, now)).isEmpty();
    assertThat(differences(MARK, "FAILED", WEST1, now)).hasSize(1);
  }
}
