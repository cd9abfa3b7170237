package io.traceo.workflows.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.workflows.activity.HealthActivities.Observation;
import io.traceo.workflows.activity.HealthActivities.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The verdict table: what three voters see in, verdict out; a dash is a silent observer. */
class VerdictRuleTest {
  private static final List<String> VOTERS = List.of("us-west-2", "us-west-1", "control");

  @ParameterizedTest
  @CsvSource({
    "HEALTHY, HEALTHY, HEALTHY, HEALTHY",
    "HEALTHY, HEALTHY, -, HEALTHY",
    "HEALTHY, -, -, UNKNOWN",
    "DEAD, -, -, UNKNOWN",
    "DEAD, HEALTHY, HEALTHY, PARTLY_UNREACHABLE",
    "DEAD, DEAD, -, LEADER_DEAD",
    "DEAD, DEAD, DEAD, LEADER_DEAD",
    "DEAD, DEAD, QUORUM_LOST, LEADER_DEAD",
    "DEAD, DEAD, UNREACHABLE_FROM_HERE, PARTLY_UNREACHABLE",
    "UNREACHABLE_FROM_HERE, UNREACHABLE_FROM_HERE, HEALTHY, PARTLY_UNREACHABLE",
    "STORAGE_DEAD, STORAGE_DEAD, HEALTHY, STORAGE_DEAD",
    "STORAGE_DEAD, DEAD, HEALTHY, STORAGE_DEAD",
    "STORAGE_DEAD, HEALTHY, HEALTHY, PARTLY_UNREACHABLE",
    "QUORUM_LOST, QUORUM_LOST, HEALTHY, QUORUM_LOST",
    "QUORUM_LOST, QUORUM_LOST, DEAD, QUORUM_LOST",
    "NO_ACCESS, NO_ACCESS, DEAD, UNKNOWN",
    "NO_ACCESS, DEAD, DEAD, LEADER_DEAD",
    "NO_ACCESS, HEALTHY, HEALTHY, HEALTHY"
  })
  void table(String first, String second, String third, Verdict expected) {
    assertThat(VerdictRule.judge(VOTERS, "us-east-1", seen("us-east-1", first, second, third)))
        .isEqualTo(expected);
  }

  @Test
  void observationsOfAnotherLeaderDoNotCount() {
    assertThat(VerdictRule.judge(VOTERS, "us-west-2", seen("us-east-1", "DEAD", "DEAD", "DEAD")))
        .isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void theLeadersOwnRegionHasNoVote() {
    List<String> observers = List.of("us-east-1", "us-west-2", "us-west-1", "control");
    assertThat(VerdictRule.voters(observers, "us-east-1")).isEqualTo(VOTERS);
    assertThat(VerdictRule.quorum(3)).isEqualTo(2);
  }

  @Test
  void onlyADeadLeaderOrItsDeadStorageCallsForAFailover() {
    assertThat(List.of(Verdict.values()).stream().filter(Verdict::callsForFailover))
        .containsExactly(Verdict.LEADER_DEAD, Verdict.STORAGE_DEAD);
  }

  private static List<Observation> seen(String leader, String... views) {
    List<Observation> observations = new ArrayList<>();
    for (int i = 0; i < views.length; i++) {
      if (!views[i].equals("-")) {
        observations.add(
            new Observation(
                VOTERS.get(i), leader, View.valueOf(views[i]), 0, "", Map.of(), null, null));
      }
    }
    return observations;
  }
}
