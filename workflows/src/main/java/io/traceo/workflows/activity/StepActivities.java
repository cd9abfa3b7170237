package io.traceo.workflows.activity;

import io.temporal.activity.ActivityInterface;
import io.traceo.workflows.steps.ExtraInput;
import io.traceo.workflows.steps.ExtraStep;

/** What extra steps of a runbook reach outside. */
@ActivityInterface(namePrefix = "Step")
public interface StepActivities {

  /**
   * Makes one request. An attempt may have been taken although it failed: every attempt has the
   * same {@code Idempotency-Key}. {@code Unreachable} without an answer, {@code NotReady} for 408,
   * 429 and 5xx; {@code InvalidRequest} for any other answer that is not expected, or a reference
   * with nothing behind it.
   */
  Receipt http(HttpStep step);

  /**
   * @param name of the step, with its phase
   * @param input the body where the call has none
   * @param key the same for every attempt
   */
  record HttpStep(String name, ExtraStep.HttpCall call, ExtraInput input, String key) {}
}
