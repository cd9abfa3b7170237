package io.traceo.starters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.workflows.failover.FailoverMode;
import io.traceo.workflows.failover.FailoverPlan;
import io.traceo.workflows.failover.FailoverResult;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailoverTextTest {
  @Test
  void aRefusalSaysWhatItWouldHaveDoneAndEveryReason() {
    FailoverPlan plan =
        new FailoverPlan(
            "na",
            FailoverMode.SWITCHOVER,
            "us-east-1",
            "us-west-2",
            8,
            new FailoverPlan.Members(List.of("us-west-2", "us-west-1"), 1),
            2,
            List.of(
                new FailoverPlan.Candidate("us-west-2", true, "asked for"),
                new FailoverPlan.Candidate("us-west-1", false, "1,204 ms behind")),
            List.of("drain 10 s, then ABORT"),
            List.of("the group cools down"),
            null,
            List.of(),
            null,
            null,
            null);
    assertThat(
            FailoverText.render(
                new FailoverResult("REFUSED", "the group cools down", plan, null, List.of())))
        .isEqualTo(
            """
            FAILOVER REFUSED: the group cools down
            plan     SWITCHOVER of na away from us-east-1, epoch 8, 2 sealed members needed out of 1 of us-west-2, us-west-1
              may lead us-west-2        asked for
              may not  us-west-1        1,204 ms behind
              step     drain 10 s, then ABORT
              refused  the group cools down""");
  }

  @Test
  void aResultWithoutAPlanIsOneLine() {
    assertThat(FailoverText.render(new FailoverResult("FAILED", null, null, null, List.of())))
        .isEqualTo("FAILOVER FAILED");
  }
}
