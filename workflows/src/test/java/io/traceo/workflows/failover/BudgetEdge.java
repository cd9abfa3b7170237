package io.traceo.workflows.failover;

import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.budget.Budget;
import io.traceo.workflows.budget.ExpiryAction;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.StepRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** One step, or one objective, that takes exactly so long. */
@WorkflowInterface
public interface BudgetEdge {
  /**
   * What came of it: the step's outcome, whether the work's result is there, and pages.
   *
   * @param action of the step; null watches the objectives of these runbooks instead
   */
  @WorkflowMethod
  List<String> run(long limitMillis, long takesMillis, String action);

  /** Runs it. */
  final class Impl implements BudgetEdge {
    private final Journal journal = new Journal();

    @Override
    public List<String> run(long limitMillis, long takesMillis, String action) {
      List<String> came = new ArrayList<>();
      if (action == null) {
        // Of a work and an objective that end at the same instant the work is heard of first.
        long ends = Workflow.currentTimeMillis() + takesMillis;
        Supplier<Long> resumed = () -> Workflow.currentTimeMillis() < ends ? null : ends;
        new ObjectiveWatch(TestDefinition.na().failover(), null, resumed, journal).start();
        Workflow.sleep(Duration.ofHours(1));
      } else {
        step(
            new Budget(Duration.ofMillis(limitMillis), ExpiryAction.valueOf(action)),
            takesMillis,
            came);
      }
      journal.lines().stream().filter(l -> l.contains("PAGE")).forEach(l -> came.add(words(l)));
      return came;
    }

    private void step(Budget budget, long takesMillis, List<String> came) {
      StepRunner steps = new StepRunner(journal);
      try {
        Receipt done =
            steps.run(
                "step",
                budget,
                () -> {
                  Workflow.sleep(Duration.ofMillis(takesMillis));
                  return Receipt.done("worked");
                });
        came.add(done == null ? "nothing" : String.valueOf(done.detail()));
      } catch (ApplicationFailure e) {
        came.add(e.getType());
      }
      came.add(steps.records().get(0).outcome());
    }

    private static String words(String line) {
      return line.replaceAll("^.*PAGE ", "").replaceAll(":.*", "");
    }
  }
}
