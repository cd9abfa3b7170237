package io.traceo.workflows.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import io.temporal.worker.Worker;
import io.traceo.workflows.TestTemporal;
import io.traceo.workflows.budget.Budget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each limit one second before it is over, at it, and one second later. */
class BudgetEdgeTest {
  private static final long SECOND = 1000;

  @RegisterExtension final TestWorkflowExtension temporal = TestTemporal.extension();

  private final FailoverRunbook runbook = TestDefinition.na().failover();

  /** Every budget of a failover's runbook; whoever adds one finds it missing here. */
  private List<Budget> budgets() {
    return List.of(
        runbook.drain(),
        runbook.catchUp(),
        runbook.fence(),
        runbook.promote(),
        runbook.approval(),
        runbook.route(),
        runbook.verify(),
        runbook.resume());
  }

  private static List<String> came(
      TestWorkflowEnvironment environment, long limit, long takes, String action) {
    return environment
        .getWorkflowClient()
        .newWorkflowStub(
            BudgetEdge.class, WorkflowOptions.newBuilder().setTaskQueue("edge").build())
        .run(limit, takes, action);
  }

  private static void serve(TestWorkflowEnvironment environment) {
    Worker worker = environment.newWorker("edge");
    worker.registerWorkflowImplementationTypes(BudgetEdge.Impl.class);
    environment.start();
  }

  @Test
  void whatIsDoneBeforeTheLimitIsInTimeAndWhatIsNotMeetsItsAction(
      TestWorkflowEnvironment environment) {
    serve(environment);
    Map<String, List<String>> late =
        Map.of(
            "FORCE", List.of("nothing", "FORCED"),
            "ABORT", List.of("BudgetExpired", "ABORTED"),
            "PAGE", List.of("worked", "PAGED", "step is late"));
    for (Budget budget : budgets()) {
      long limit = budget.limit().toMillis();
      for (String action : List.of("FORCE", "ABORT", "PAGE")) {
        assertThat(came(environment, limit, limit - SECOND, action))
            .as("%s before, %s", budget, action)
            .containsExactly("worked", "DONE");
        assertThat(came(environment, limit, limit, action))
            .as("%s at the limit, %s", budget, action)
            .isIn(List.of("worked", "DONE"), late.get(action));
        assertThat(came(environment, limit, limit + SECOND, action))
            .as("%s after, %s", budget, action)
            .isEqualTo(late.get(action));
      }
    }
  }

  @Test
  void anObjectiveIsMissedFromItsLimitOnAndNotBefore(TestWorkflowEnvironment environment) {
    serve(environment);
    long resumed = runbook.decidedToResumed().limit().toMillis();
    long fault = runbook.fromFault().limit().toMillis();
    assertThat(Duration.ofMillis(resumed)).isEqualTo(Duration.ofSeconds(30));
    assertThat(Duration.ofMillis(fault)).isEqualTo(Duration.ofMinutes(5));
    String first = "objective missed, decided to resumed";
    String second = "objective missed, from the fault to resumed";
    List<List<String>> seen = new ArrayList<>();
    for (long takes :
        List.of(
            resumed - SECOND, resumed, resumed + SECOND, fault - SECOND, fault, fault + SECOND)) {
      seen.add(came(environment, 0, takes, null));
    }
    assertThat(seen)
        .containsExactly(
            List.of(),
            List.of(first),
            List.of(first),
            List.of(first),
            List.of(first, second),
            List.of(first, second));
  }
}
