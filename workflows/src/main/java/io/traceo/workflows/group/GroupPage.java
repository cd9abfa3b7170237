package io.traceo.workflows.group;

import io.traceo.workflows.activity.HealthActivities.Observation;
import java.util.List;

/** What an operator reads of a group in the Web UI. */
final class GroupPage {
  private static final int NEWEST = 10;

  private GroupPage() {}

  static String markdown(GroupStatus status) {
    StringBuilder text = new StringBuilder();
    text.append("**Group `").append(status.group()).append("`: ");
    text.append(status.verdict()).append("**\n\n");
    text.append("leader `").append(status.leader()).append("`, epoch ").append(status.epoch());
    text.append(status.armed() ? ", armed by " + status.armedBy() : ", observes only");
    Grant grant = status.grant();
    text.append("\n\n").append(grant == null ? "free" : "held by `" + grant.workflowId() + "`");
    text.append("\n\n| observer | sees | |\n|---|---|---|\n");
    for (Observation seen : status.observations()) {
      text.append("| ").append(seen.observer()).append(" | ").append(seen.view());
      text.append(" | ").append(seen.detail()).append(" |\n");
    }
    List<String> events = status.events();
    text.append("\n");
    for (String event : events.subList(Math.max(0, events.size() - NEWEST), events.size())) {
      text.append("- ").append(event).append("\n");
    }
    return text.toString();
  }
}
