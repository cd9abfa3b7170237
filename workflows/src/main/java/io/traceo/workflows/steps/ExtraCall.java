package io.traceo.workflows.steps;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.ChildWorkflowCancellationType;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.activity.StepActivities;
import io.traceo.workflows.budget.Waits;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.contract.TaskQueues;
import io.traceo.workflows.steps.ExtraStep.Work;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One extra step, done once. An attempt that failed is made again as its kind allows. */
record ExtraCall(ExtraStep step, ExtraInput input, String phase) {
  private static final Duration HTTP_ATTEMPT = Duration.ofSeconds(15);
  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final int WORDS = 200;

  Receipt once() {
    return switch (step.kind()) {
      case WAIT -> pause(set(step.pause()));
      case HTTP -> http(set(step.http()));
      case ACTIVITY -> activity(set(step.activity()));
      case WORKFLOW -> workflow(set(step.workflow()));
      case APPROVAL -> throw new IllegalStateException("people are asked elsewhere");
    };
  }

  private Receipt pause(Duration time) {
    Waits.pause(time, name());
    return Receipt.done("waited " + time.toSeconds() + " s");
  }

  private Receipt http(ExtraStep.HttpCall call) {
    // The original run's: a reset run goes on with the same requests.
    String key = Workflow.getInfo().getOriginalExecutionRunId() + "/" + name();
    return Workflow.newActivityStub(
            StepActivities.class,
            ActivityOptions.newBuilder(options(HTTP_ATTEMPT))
                .setTaskQueue(TaskQueues.CONTROL)
                .setRetryOptions(
                    RetryOptions.newBuilder(retries())
                        .setDoNotRetry(FailureTypes.FINAL.toArray(new String[0]))
                        .build())
                .build())
        .http(new StepActivities.HttpStep(name(), call, input, key));
  }

  private Receipt activity(Work work) {
    Duration limit = step.budget().limit();
    JsonNode result =
        Workflow.newUntypedActivityStub(
                ActivityOptions.newBuilder(
                        options(limit.compareTo(SHORTEST) < 0 ? SHORTEST : limit))
                    .setTaskQueue(work.taskQueue())
                    .build())
            .execute(work.type(), JsonNode.class, input.with(work.input()));
    return said(result);
  }

  private Receipt workflow(Work work) {
    JsonNode result =
        Workflow.newUntypedChildWorkflowStub(
                work.type(),
                ChildWorkflowOptions.newBuilder()
                    .setWorkflowId(input.run() + "/" + name())
                    .setTaskQueue(work.taskQueue())
                    .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL)
                    .setCancellationType(ChildWorkflowCancellationType.TRY_CANCEL)
                    .setStaticSummary(name() + " of " + input.run())
                    .build())
            .execute(JsonNode.class, input.with(work.input()));
    return said(result);
  }

  private ActivityOptions options(Duration attempt) {
    return ActivityOptions.newBuilder()
        .setStartToCloseTimeout(attempt)
        .setCancellationType(ActivityCancellationType.TRY_CANCEL)
        .setRetryOptions(retries())
        .setSummary(name())
        .build();
  }

  /** Until the budget ends it. */
  private static RetryOptions retries() {
    return RetryOptions.newBuilder()
        .setInitialInterval(Duration.ofSeconds(1))
        .setBackoffCoefficient(2)
        .setMaximumInterval(Duration.ofSeconds(30))
        .build();
  }

  private String name() {
    return phase + "." + step.name();
  }

  /** What came of it, for the record: the beginning of its JSON. */
  private static Receipt said(@Nullable JsonNode result) {
    if (result == null || result.isNull()) {
      return Receipt.done("done");
    }
    String text = result.isTextual() ? result.asText() : result.toString();
    return Receipt.done(text.length() > WORDS ? text.substring(0, WORDS) + "..." : text);
  }

  private static <T> T set(@Nullable T field) {
    if (field == null) {
      throw ApplicationFailure.newNonRetryableFailure(
          "the step lacks the field that its kind needs", FailureTypes.INVALID_REQUEST);
    }
    return field;
  }
}
