package io.traceo.starters.schedules;

import com.google.protobuf.Duration;
import io.temporal.api.common.v1.Memo;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.ScheduleAction;
import io.temporal.api.schedule.v1.SchedulePolicies;
import io.temporal.api.schedule.v1.ScheduleSpec;
import io.temporal.api.sdk.v1.UserMetadata;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflow.v1.NewWorkflowExecutionInfo;
import io.temporal.common.converter.DataConverter;
import io.traceo.workflows.contract.PayloadMapper;
import io.traceo.workflows.contract.TaskQueues;

/** A planned schedule in Temporal's own words. */
final class ScheduleProtos {
  /** As the command line sets it: a worker that died is noticed soon. */
  private static final int WORKFLOW_TASK_SECONDS = 2;

  private static final DataConverter CONVERTER = PayloadMapper.dataConverter();

  private ScheduleProtos() {}

  /** Not paused; the run that it starts has the same record, queue and summary as one by hand. */
  static Schedule of(PlannedSchedule planned) {
    return Schedule.newBuilder()
        .setSpec(
            ScheduleSpec.newBuilder()
                .setTimezoneName(planned.timeZone())
                .addAllStructuredCalendar(planned.times())
                .addAllExcludeStructuredCalendar(planned.except()))
        .setAction(ScheduleAction.newBuilder().setStartWorkflow(start(planned)))
        .setPolicies(
            SchedulePolicies.newBuilder()
                .setOverlapPolicy(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                .setCatchupWindow(seconds(planned.operation().catchUp().toSeconds())))
        .build();
  }

  private static NewWorkflowExecutionInfo start(PlannedSchedule planned) {
    String type = planned.operation().workflow();
    return NewWorkflowExecutionInfo.newBuilder()
        .setWorkflowId(planned.id())
        .setWorkflowType(WorkflowType.newBuilder().setName(type))
        .setTaskQueue(TaskQueue.newBuilder().setName(TaskQueues.CONTROL))
        .setInput(CONVERTER.toPayloads(planned.request()).orElseThrow())
        .setWorkflowTaskTimeout(seconds(WORKFLOW_TASK_SECONDS))
        .setMemo(
            Memo.newBuilder()
                .putFields("who", payload(RunbookSchedules.WHO))
                .putFields("why", payload(String.valueOf(planned.request().get("reason"))))
                .putFields("schedule", payload(planned.id())))
        .setUserMetadata(
            UserMetadata.newBuilder()
                // The SDK's own client can't read a schedule that has a summary and no details.
                .setDetails(payload(String.valueOf(planned.request().get("reason"))))
                .setSummary(
                    payload(
                        type
                            + (planned.group() == null ? "" : " of " + planned.group())
                            + ", by schedule")))
        .build();
  }

  static Payload payload(String text) {
    return CONVERTER.toPayload(text).orElseThrow();
  }

  private static Duration seconds(long seconds) {
    return Duration.newBuilder().setSeconds(seconds).build();
  }
}
