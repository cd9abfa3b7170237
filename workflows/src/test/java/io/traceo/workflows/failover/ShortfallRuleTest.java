package io.traceo.workflows.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.approval.TestKeys;
import io.traceo.workflows.failover.FailoverPlan.Members;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is asked with fewer sealed than the proof needs, by n and k. */
class ShortfallRuleTest {
  private static final Definition ASKING =
      TestDefinition.asking(TestDefinition.na(), TestKeys.settings());

  private static Shortfall of(int quorum, List<String> set, String... sealed) {
    int needed = CandidateChooser.sealedNeeded(set.size(), quorum);
    return ShortfallRule.of(
        ASKING,
        new SealRule("old", set, needed, null),
        new Members(set, quorum),
        Stream.of(sealed).map(r -> new SealedMember(r, 1, 5, 2, "id")).toList(),
        "sealed");
  }

  @Test
  void enoughOrNobodyIsNoQuestion() {
    assertThat(of(1, List.of("a", "b"), "a", "b")).isNull();
    assertThat(of(1, List.of("a", "b"))).isNull();
  }

  @Test
  void theUnsealedThatCanConfirmWithTheOldLeaderMayHoldMore() {
    Shortfall missing = of(2, List.of("a", "b", "c"), "b");
    assertThat(missing.loss()).isTrue();
    assertThat(missing.unsealed()).containsExactly("a", "c");
    assertThat(missing.text()).contains("only 1 of the 2 members", "not a, c", "may be lost");
  }

  @Test
  void tooFewToConfirmAreAMajorityAllTheSame() {
    Shortfall missing = of(4, List.of("a", "b", "c", "d", "e"), "a", "b");
    assertThat(missing.loss()).isFalse();
    assertThat(missing.text())
        .contains("whatever was acknowledged is on one that is", "no majority", "old is down");
  }

  @Test
  void whereNobodyConfirmsWhoeverIsMissingMayHoldMore() {
    assertThat(of(0, List.of("a", "b"), "a").loss()).isTrue();
  }
}
