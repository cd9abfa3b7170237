package io.traceo.activities.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.workflows.activity.HealthActivities.Concern;
import org.junit.jupiter.api.Test;

/** When a sign over its limit is raised, and when it is dropped; times in seconds. */
class ConcernedTest {
  private final Concerned concerned = new Concerned(3);

  private void bad(long second) {
    concerned.sample(Concern.NETWORK, "after " + second, second * 1_000_000_000);
  }

  private void good(long second) {
    concerned.sample(Concern.NETWORK, null, second * 1_000_000_000);
  }

  @Test
  void oneSlowProbeIsNoConcern() {
    bad(1);
    bad(2);
    good(3);
    bad(4);
    assertThat(concerned.raised()).isEmpty();
  }

  @Test
  void aFlappingSignIsRaisedOnceAndDroppedWhenItIsCalm() {
    bad(1);
    bad(2);
    bad(3);
    good(4);
    bad(5);
    good(6);
    assertThat(concerned.raised()).containsExactly(entry("after 3"));
    good(14);
    assertThat(concerned.raised()).isNotEmpty();
    good(16);
    assertThat(concerned.raised()).isEmpty();
  }

  private static java.util.Map.Entry<Concern, String> entry(String words) {
    return java.util.Map.entry(Concern.NETWORK, words);
  }
}
