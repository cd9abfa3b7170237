package io.traceo.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.traceo.workflows.contract.PayloadMapper;
import io.traceo.workflows.contract.TaskQueues;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What Temporal knows of a run: every activity that it has called, and where. */
public record RunHistory(WorkflowClient client, String workflowId) {

  /**
   * An activity of a workflow: each is a place to die at.
   *
   * @param place whose worker does it
   */
  public record Boundary(String workflow, String place, String activity)
      implements Comparable<Boundary> {
    /** As {@link DiesAt} wants it. */
    public String order() {
      return workflow + "." + activity;
    }

    @Override
    public int compareTo(Boundary other) {
      return toString().compareTo(other.toString());
    }
  }

  static RunHistory of(WorkflowClient client, WorkflowStub run) {
    return new RunHistory(client, run.getExecution().getWorkflowId());
  }

  private List<HistoryEvent> events() {
    return client.fetchHistory(workflowId).getEvents();
  }

  /** What the last activity of this type that has ended came back with. */
  public static <T> T result(
      WorkflowClient client, String workflowId, String activity, Class<T> type) {
    List<HistoryEvent> ended = new RunHistory(client, workflowId).ends(activity);
    if (ended.isEmpty()) {
      throw new AssertionError(workflowId + " has no result of " + activity);
    }
    return client
        .getOptions()
        .getDataConverter()
        .fromPayloads(
            0,
            Optional.of(
                ended.get(ended.size() - 1).getActivityTaskCompletedEventAttributes().getResult()),
            type,
            type);
  }

  /** Events with which activities of this type were done. */
  private List<HistoryEvent> ends(String activity) {
    Map<Long, String> types = new HashMap<>();
    List<HistoryEvent> ends = new ArrayList<>();
    for (HistoryEvent event : events()) {
      if (event.hasActivityTaskScheduledEventAttributes()) {
        types.put(
            event.getEventId(),
            event.getActivityTaskScheduledEventAttributes().getActivityType().getName());
      } else if (event.hasActivityTaskCompletedEventAttributes()
          && activity.equals(
              types.get(event.getActivityTaskCompletedEventAttributes().getScheduledEventId()))) {
        ends.add(event);
      }
    }
    return ends;
  }

  /** Every activity that it has called so far, by type. */
  public Set<Boundary> boundaries() {
    List<HistoryEvent> events = events();
    String workflow =
        events.get(0).getWorkflowExecutionStartedEventAttributes().getWorkflowType().getName();
    Set<Boundary> found = new TreeSet<>();
    for (HistoryEvent event : events) {
      if (event.hasActivityTaskScheduledEventAttributes()) {
        ActivityTaskScheduledEventAttributes called =
            event.getActivityTaskScheduledEventAttributes();
        found.add(
            new Boundary(
                workflow,
                place(called.getTaskQueue().getName()),
                called.getActivityType().getName()));
      }
    }
    return found;
  }

  private static String place(String queue) {
    return queue.equals(TaskQueues.CONTROL)
        ? AddressPlan.CONTROL
        : queue.substring(TaskQueues.place("").length());
  }

  /** Ids of the runs that it has started. */
  List<String> children() {
    return events().stream()
        .filter(HistoryEvent::hasStartChildWorkflowExecutionInitiatedEventAttributes)
        .map(e -> e.getStartChildWorkflowExecutionInitiatedEventAttributes().getWorkflowId())
        .toList();
  }

  /** When each Update of this name was taken, oldest first; one that is refused leaves no trace. */
  List<Long> updates(String name) {
    WorkflowExecutionHistory history = client.fetchHistory(workflowId);
    List<Long> times = times(history);
    return history.getEvents().stream()
        .filter(HistoryEvent::hasWorkflowExecutionUpdateAcceptedEventAttributes)
        .filter(
            e ->
                e.getWorkflowExecutionUpdateAcceptedEventAttributes()
                    .getAcceptedRequest()
                    .getInput()
                    .getName()
                    .equals(name))
        .map(e -> times.get((int) e.getEventId() - 1))
        .toList();
  }

  /** Number of the event with which the first activity of this type ended; 0 while none has. */
  public long ended(String activity) {
    List<HistoryEvent> ends = ends(activity);
    return ends.isEmpty() ? 0 : ends.get(0).getEventId();
  }

  /** How often workers have begun an activity of this type; its last one's attempts count. */
  int attempts(String activity) {
    Map<Long, String> types = new HashMap<>();
    int attempts = 0;
    for (HistoryEvent event : events()) {
      if (event.hasActivityTaskScheduledEventAttributes()) {
        types.put(
            event.getEventId(),
            event.getActivityTaskScheduledEventAttributes().getActivityType().getName());
      } else if (event.hasActivityTaskStartedEventAttributes()
          && activity.equals(
              types.get(event.getActivityTaskStartedEventAttributes().getScheduledEventId()))) {
        attempts += event.getActivityTaskStartedEventAttributes().getAttempt();
      }
    }
    return attempts;
  }

  /** How long the first one of this type took, from its start to its end. */
  Duration took(String activity) {
    Map<Long, String> types = new HashMap<>();
    Map<Long, Long> started = new HashMap<>();
    WorkflowExecutionHistory history = client.fetchHistory(workflowId);
    List<Long> times = times(history);
    for (HistoryEvent event : history.getEvents()) {
      long millis = times.get((int) event.getEventId() - 1);
      if (event.hasActivityTaskScheduledEventAttributes()) {
        types.put(
            event.getEventId(),
            event.getActivityTaskScheduledEventAttributes().getActivityType().getName());
      } else if (event.hasActivityTaskStartedEventAttributes()) {
        started.put(event.getActivityTaskStartedEventAttributes().getScheduledEventId(), millis);
      } else if (event.hasActivityTaskCompletedEventAttributes()) {
        long scheduled = event.getActivityTaskCompletedEventAttributes().getScheduledEventId();
        if (activity.equals(types.get(scheduled))) {
          return Duration.ofMillis(millis - started.getOrDefault(scheduled, millis));
        }
      }
    }
    throw new AssertionError(workflowId + " has no " + activity + " that has ended");
  }

  /** Of its events, in their order; as text, since the time's own type is no dependency of ours. */
  private static List<Long> times(WorkflowExecutionHistory history) {
    List<Long> times = new ArrayList<>();
    try {
      for (JsonNode event : PayloadMapper.create().readTree(history.toJson(false)).path("events")) {
        times.add(Instant.parse(event.path("eventTime").asText()).toEpochMilli());
      }
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
    return times;
  }

  /** Whether a worker is at an activity of this type now. */
  boolean isAt(String activity) {
    for (PendingActivityInfo pending : describe()) {
      if (pending.getActivityType().getName().equals(activity)
          && pending.getState() == PendingActivityState.PENDING_ACTIVITY_STATE_STARTED) {
        return true;
      }
    }
    return false;
  }

  private List<PendingActivityInfo> describe() {
    return client
        .getWorkflowServiceStubs()
        .blockingStub()
        .describeWorkflowExecution(
            DescribeWorkflowExecutionRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflowId))
                .build())
        .getPendingActivitiesList();
  }
}
