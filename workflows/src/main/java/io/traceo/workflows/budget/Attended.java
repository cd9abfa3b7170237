package io.traceo.workflows.budget;

import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.contract.FailureTypes;

/**
 * Steps that are not left while their work still goes on, also when the run is cancelled or the
 * budget runs out: what takes it back comes after it, not beside it.
 */
public record Attended(StepRunner steps) {

  /**
   * Runs a step.
   *
   * @throws ApplicationFailure {@code Aborted} when the budget ran out and its action is FORCE: it
   *     can't be left out
   */
  public void run(String name, Budget budget, Functions.Func<Receipt> work) {
    CompletablePromise<Void> over = Workflow.newPromise();
    Receipt done;
    try {
      done =
          steps.run(
              name,
              budget,
              () -> {
                try {
                  return work.apply();
                } finally {
                  over.complete(null);
                }
              });
    } finally {
      Workflow.newDetachedCancellationScope(() -> Workflow.await(over::isCompleted)).run();
    }
    if (done == null) {
      throw ApplicationFailure.newNonRetryableFailure(
          name + " was not done within " + budget.limit().toSeconds() + " s", FailureTypes.ABORTED);
    }
  }
}
