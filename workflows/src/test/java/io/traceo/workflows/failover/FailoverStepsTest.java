package io.traceo.workflows.failover;

import static io.traceo.workflows.failover.FakeWorld.EAST;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import io.traceo.workflows.TestTemporal;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.budget.Budget;
import io.traceo.workflows.budget.ExpiryAction;
import io.traceo.workflows.group.Verdict;
import io.traceo.workflows.steps.ExtraStep;
import io.traceo.workflows.steps.ExtraStep.HttpCall;
import io.traceo.workflows.steps.ExtraStep.Kind;
import io.traceo.workflows.steps.ExtraStep.Work;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Steps that a runbook adds: when they run, and what becomes of a failover when they don't. */
class FailoverStepsTest {
  @RegisterExtension final TestWorkflowExtension temporal = TestTemporal.extension();
  private FailoverBed bed;

  @BeforeEach
  void start(TestWorkflowEnvironment environment) {
    bed = new FailoverBed(environment);
  }

  private static Budget budget(ExpiryAction action) {
    return new Budget(Duration.ofSeconds(20), action);
  }

  private static ExtraStep http(String name, ExpiryAction action, boolean unplanned) {
    HttpCall call = new HttpCall("POST", "env:HOOK", Map.of(), null, null);
    return new ExtraStep(name, Kind.HTTP, budget(action), unplanned, null, call, null, null, null);
  }

  private static ExtraStep work(String name, Kind kind, String queue, ExpiryAction action) {
    Work work =
        new Work(
            kind == Kind.ACTIVITY ? "purge_cache" : "CheckCatalog",
            queue,
            JsonNodeFactory.instance.objectNode().put("zone", "z1"));
    return new ExtraStep(
        name,
        kind,
        budget(action),
        false,
        null,
        null,
        kind == Kind.ACTIVITY ? work : null,
        kind == Kind.WORKFLOW ? work : null,
        null);
  }

  private static ExtraStep pause(int seconds) {
    return new ExtraStep(
        "settle",
        Kind.WAIT,
        budget(ExpiryAction.FORCE),
        false,
        Duration.ofSeconds(seconds),
        null,
        null,
        null,
        null);
  }

  private FailoverResult planned(List<ExtraStep> before, List<ExtraStep> after) throws Exception {
    bed.group.verdict = Verdict.HEALTHY;
    bed.group.definition = TestDefinition.withSteps(before, after);
    return bed.run(Map.of("group", "na", "mode", "SWITCHOVER"));
  }

  private FailoverResult outage(List<ExtraStep> before, List<ExtraStep> after) throws Exception {
    bed.world.unreachable.add(EAST);
    Definition definition = TestDefinition.withSteps(before, after);
    return bed.run(FailoverBed.byGroup(definition));
  }

  @Test
  void stepsRunBeforeAnythingIsChangedAndAfterWritesGoOnAndAreShown() throws Exception {
    FailoverResult result =
        planned(
            List.of(pause(7), http("tell", ExpiryAction.ABORT, false)),
            List.of(
                work("purge", Kind.ACTIVITY, "theirs", ExpiryAction.FORCE),
                work("catalog", Kind.WORKFLOW, "theirs", ExpiryAction.PAGE)));

    assertThat(result.outcome()).isEqualTo("DONE");
    assertThat(FailoverBed.step(result, "before.settle").tookMs()).isBetween(7_000L, 8_000L);
    assertThat(FailoverBed.step(result, "before.tell").detail()).isEqualTo("answered 204");
    assertThat(FailoverBed.step(result, "after.purge").detail())
        .isEqualTo("{\"purged\":\"na/z1\"}");
    assertThat(FailoverBed.step(result, "after.catalog").detail())
        .matches("checked us-west-[12] after");
    assertThat(result.summary().steps().get(1).name()).isEqualTo("before.settle");
    assertThat(result.plan().steps().get(0))
        .isEqualTo("before.settle: waits 7 s; 20000 ms, then FORCE");
    assertThat(result.plan().steps())
        .contains("after.purge: activity purge_cache on theirs; 20000 ms, then FORCE");
    assertThat(bed.requests.made.get(0).input().fromRegion()).isEqualTo(EAST);
    assertThat(bed.requests.made.get(0).key()).endsWith("/before.tell");
  }

  @Test
  void anUnplannedFailoverWaitsOnlyForThoseThatSaySo() throws Exception {
    FailoverResult result =
        outage(
            List.of(
                http("planned-only", ExpiryAction.ABORT, false),
                http("always", ExpiryAction.FORCE, true)),
            List.of());
    assertThat(result.outcome()).isEqualTo("DONE");
    assertThat(bed.requests.made).extracting(r -> r.name()).containsExactly("before.always");
    assertThat(result.plan().steps()).noneMatch(s -> s.contains("planned-only"));
  }

  @Test
  void aLeaderThatIsBackOnceTheStepsAreDoneKeepsLeading() throws Exception {
    bed.group.verdict = Verdict.HEALTHY;
    FailoverResult result = outage(List.of(http("always", ExpiryAction.FORCE, true)), List.of());
    assertThat(result.outcome()).isEqualTo("ABORTED");
    assertThat(result.reason()).contains("us-east-1 answers again");
    assertThat(bed.requests.made).hasSize(1);
    assertThat(bed.world.calls("fence", "seal", "promote")).isEmpty();
  }

  @Test
  void oneThatMustBeDoneAndIsNotEndsTheRunBeforeAnythingIsChanged() throws Exception {
    bed.requests.refusals = 1;
    FailoverResult refused = planned(List.of(http("tell", ExpiryAction.ABORT, false)), List.of());
    assertThat(refused.outcome()).isEqualTo("ABORTED");
    assertThat(refused.reason()).contains("before.tell", "answered 403");
    assertThat(bed.world.calls("drain", "seal", "promote", "scale")).isEmpty();
    assertThat(bed.world.calls("release")).containsExactly("release ABORTED");
  }

  @Test
  void aWorkerThatIsAwayIsLeftOutAndTheRunGoesOn() throws Exception {
    FailoverResult result =
        planned(List.of(work("purge", Kind.ACTIVITY, "nobody", ExpiryAction.FORCE)), List.of());
    assertThat(result.outcome()).isEqualTo("DONE");
    assertThat(FailoverBed.step(result, "before.purge").outcome()).isEqualTo("FORCED");
    assertThat(FailoverBed.step(result, "before.purge").tookMs()).isBetween(20_000L, 21_000L);
  }

  @Test
  void whatPagesGoesOnTryingAlsoWhenItWasRefusedForGood() throws Exception {
    bed.requests.refusals = 3;
    FailoverResult result = outage(List.of(), List.of(http("tell", ExpiryAction.PAGE, false)));
    assertThat(result.outcome()).isEqualTo("DONE");
    assertThat(bed.requests.made).hasSize(4);
    assertThat(FailoverBed.step(result, "after.tell").outcome()).isEqualTo("PAGED");
    assertThat(result.events()).filteredOn(e -> e.contains("answered 403")).hasSize(1);
  }

  @Test
  void aDryRunNamesThemAndRunsNone() throws Exception {
    bed.group.verdict = Verdict.HEALTHY;
    bed.group.definition =
        TestDefinition.withSteps(List.of(http("tell", ExpiryAction.ABORT, false)), List.of());
    FailoverResult result = bed.run(Map.of("group", "na", "mode", "SWITCHOVER", "dryRun", true));
    assertThat(result.outcome()).isEqualTo("PLANNED");
    assertThat(result.plan().steps().get(0)).startsWith("before.tell: http POST");
    assertThat(bed.requests.made).isEmpty();
  }
}
