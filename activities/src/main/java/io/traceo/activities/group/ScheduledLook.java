package io.traceo.activities.group;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.DescribeScheduleRequest;
import io.temporal.client.WorkflowClient;
import java.util.Optional;

/** Which run a schedule has under way: the server appends the time to the ids of its runs. */
record ScheduledLook(WorkflowClient client) {

  /**
   * The run's id; empty when there is none, no such schedule, or a server that keeps none.
   *
   * @param schedule its id: that of the same run by hand
   */
  Optional<String> running(String schedule) {
    try {
      return client
          .getWorkflowServiceStubs()
          .blockingStub()
          .describeSchedule(
              DescribeScheduleRequest.newBuilder()
                  .setNamespace(client.getOptions().getNamespace())
                  .setScheduleId(schedule)
                  .build())
          .getInfo()
          .getRunningWorkflowsList()
          .stream()
          .map(WorkflowExecution::getWorkflowId)
          .findFirst();
    } catch (StatusRuntimeException e) {
      Status.Code code = e.getStatus().getCode();
      if (code == Status.Code.NOT_FOUND || code == Status.Code.UNIMPLEMENTED) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
