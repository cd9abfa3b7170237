package io.traceo.workflows.steps;

import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.budget.Budget;
import io.traceo.workflows.budget.ExpiryAction;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.StepRunner;
import io.traceo.workflows.budget.Waits;
import io.traceo.workflows.contract.FailureTypes;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * Runs the steps that a runbook adds, one after the other, each against its budget. Its records are
 * named {@code before.NAME} and {@code after.NAME}. Workflow code.
 */
public final class ExtraSteps {
  private static final Duration AGAIN = Duration.ofSeconds(15);

  private final StepRunner steps;
  private final Journal journal;
  private final Function<ExtraStep, Receipt> approvals;

  /**
   * @param approvals asks people, within the step's budget: an approval pages by itself
   */
  public ExtraSteps(StepRunner steps, Journal journal, Function<ExtraStep, Receipt> approvals) {
    this.steps = steps;
    this.journal = journal;
    this.approvals = approvals;
  }

  /** Those of a phase that a run waits for. */
  public static List<ExtraStep> chosen(List<ExtraStep> all, boolean unplanned) {
    return unplanned ? all.stream().filter(ExtraStep::unplanned).toList() : all;
  }

  /** One line of a plan each. */
  public static List<String> lines(String phase, List<ExtraStep> all) {
    return all.stream()
        .map(
            s ->
                phase
                    + "."
                    + s.name()
                    + ": "
                    + s.words()
                    + "; "
                    + s.budget().limit().toMillis()
                    + " ms, then "
                    + s.budget().onExpiry())
        .toList();
  }

  /**
   * Before anything is changed.
   *
   * @throws ApplicationFailure {@code BudgetExpired} or {@code Aborted} when one that is not to be
   *     left out was not done
   */
  public void before(List<ExtraStep> all, ExtraInput input) {
    all.forEach(step -> run("before", step, input));
  }

  /** After everything: what fails is recorded, and ends nothing but itself. */
  public void after(List<ExtraStep> all, ExtraInput input) {
    for (ExtraStep step : all) {
      try {
        run("after", step, input);
      } catch (ApplicationFailure e) {
        journal.page("after." + step.name() + ": " + Journal.messageOf(e));
      }
    }
  }

  private void run(String phase, ExtraStep step, ExtraInput input) {
    String name = phase + "." + step.name();
    Budget budget = step.budget();
    try {
      if (step.kind() == ExtraStep.Kind.APPROVAL) {
        ask(name, step);
        return;
      }
      ExtraCall call = new ExtraCall(step, input, phase);
      Receipt unused =
          steps.run(
              name,
              budget,
              () -> budget.onExpiry() == ExpiryAction.PAGE ? insist(name, call) : call.once());
    } catch (TemporalFailure e) {
      if (cancelled(e) || CancellationScope.current().isCancelRequested()) {
        throw e;
      }
      if (budget.onExpiry() == ExpiryAction.ABORT) {
        throw ApplicationFailure.newNonRetryableFailure(
            name + ": " + Journal.messageOf(e), FailureTypes.ABORTED);
      }
      journal.note(name + " was not done, and the run went on: " + Journal.messageOf(e));
    }
  }

  private void ask(String name, ExtraStep step) {
    long started = Workflow.currentTimeMillis();
    String outcome = step.budget().onExpiry() == ExpiryAction.FORCE ? "FORCED" : "ABORTED";
    String detail = "nobody has said yes";
    try {
      detail = approvals.apply(step).detail();
      outcome = "DONE";
    } finally {
      steps.note(name, Workflow.currentTimeMillis() - started, outcome, detail);
    }
  }

  /** What fails for good may be mended outside: paged once, and tried again. */
  private Receipt insist(String name, ExtraCall call) {
    boolean paged = false;
    while (true) {
      try {
        return call.once();
      } catch (TemporalFailure e) {
        if (cancelled(e)) {
          throw e;
        }
        if (!paged) {
          journal.page(name + ": " + Journal.messageOf(e) + "; trying again");
          paged = true;
        }
      }
      Waits.pause(AGAIN, "before the next try of " + name);
    }
  }

  private static boolean cancelled(TemporalFailure e) {
    return e instanceof CanceledFailure || e.getCause() instanceof CanceledFailure;
  }
}
