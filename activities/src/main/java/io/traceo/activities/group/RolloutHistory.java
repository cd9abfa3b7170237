package io.traceo.activities.group;

import io.temporal.api.common.v1.Payloads;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.converter.DataConverter;
import io.traceo.workflows.activity.CapacityActivities.Application;
import io.traceo.workflows.capacity.CapacityRolloutRequest;
import io.traceo.workflows.capacity.LeftChanges;
import io.traceo.workflows.capacity.LeftRollout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a rollout of capacity has changed, read off its history: every change that was asked for,
 * whether or not it was answered, without those that were taken back.
 */
final class RolloutHistory {
  private final DataConverter converter;
  private final Map<String, Application> left = new LinkedHashMap<>();

  RolloutHistory(DataConverter converter) {
    this.converter = converter;
  }

  /** Adds the events of one run. */
  void read(List<HistoryEvent> events) {
    Map<Long, String> takingBack = new HashMap<>();
    for (HistoryEvent event : events) {
      if (event.hasWorkflowExecutionStartedEventAttributes()) {
        inherited(event.getWorkflowExecutionStartedEventAttributes().getInput());
      } else if (event.hasActivityTaskScheduledEventAttributes()) {
        asked(event, takingBack);
      } else if (event.hasActivityTaskCompletedEventAttributes()) {
        String back =
            takingBack.get(event.getActivityTaskCompletedEventAttributes().getScheduledEventId());
        if (back != null) {
          left.remove(back);
        }
      }
    }
  }

  LeftChanges left() {
    return new LeftChanges(new ArrayList<>(left.values()));
  }

  /** A run that takes back what another one left. */
  private void inherited(Payloads input) {
    LeftRollout before = decoded(input, CapacityRolloutRequest.class).left();
    if (before != null) {
      before.undo().forEach(a -> left.put(a.change().region(), a));
    }
  }

  private void asked(HistoryEvent event, Map<Long, String> takingBack) {
    ActivityTaskScheduledEventAttributes call = event.getActivityTaskScheduledEventAttributes();
    switch (call.getActivityType().getName()) {
      case "CapacityApply" -> {
        Application change = decoded(call.getInput(), Application.class);
        left.put(change.change().region(), change);
      }
      case "CapacityTakeBack" ->
          takingBack.put(
              event.getEventId(), decoded(call.getInput(), Application.class).change().region());
      default -> {}
    }
  }

  private <T> T decoded(Payloads input, Class<T> type) {
    return converter.fromPayloads(0, Optional.of(input), type, type);
  }
}
