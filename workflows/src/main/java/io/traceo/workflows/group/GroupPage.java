package io.traceo.workflows.group;

import io.traceo.workflows.activity.HealthActivities.Observation;
import java.util.List;

/** What an operator reads of a group in the Web UI. */
final class GroupPage {
  private static final int NEWEST = 10;
  private static final int NEWEST_WOULD_HAVE = 3;

  private GroupPage() {}

  static String markdown(GroupStatus status) {
    StringBuilder text = new StringBuilder();
    text.append("**Group `").append(status.group()).append("`: ");
    text.append(status.verdict()).append("**\n\n");
    text.append("leader `").append(status.leader()).append("`, epoch ").append(status.epoch());
    ArmDecision arming = status.arming();
    text.append(status.armed() ? ", acts" : ", observes only");
    text.append(arming == null ? "" : " (" + arming.text() + ")");
    Freeze freeze = status.freeze();
    text.append(freeze == null ? "" : "\n\n**" + freeze.text() + "**");
    MaintenanceWindow window = status.maintenance();
    text.append(window == null ? "" : "\n\n**" + window.text() + "**");
    OpenIncident incident = status.incident();
    text.append(incident == null ? "" : "\n\n**incident " + incident.text() + "**");
    text.append("\n\n").append(status.alarms().text());
    Grant grant = status.grant();
    text.append("\n\n").append(grant == null ? "free" : "held by `" + grant.workflowId() + "`");
    text.append("\n\n| observer | sees | |\n|---|---|---|\n");
    for (Observation seen : status.observations()) {
      text.append("| ").append(seen.observer()).append(" | ").append(seen.view());
      text.append(" | ").append(seen.detail()).append(" |\n");
    }
    text.append("\n");
    newest(text, status.wouldHave().stream().map(WouldHave::text).toList(), NEWEST_WOULD_HAVE);
    newest(text, status.events(), NEWEST);
    return text.toString();
  }

  private static void newest(StringBuilder text, List<String> lines, int kept) {
    for (String line : lines.subList(Math.max(0, lines.size() - kept), lines.size())) {
      text.append("- ").append(line).append("\n");
    }
  }
}
