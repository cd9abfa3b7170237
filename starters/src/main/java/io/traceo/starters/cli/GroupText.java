package io.traceo.starters.cli;

import io.traceo.workflows.activity.HealthActivities.Observation;
import io.traceo.workflows.copies.CopySet;
import io.traceo.workflows.group.ArmDecision;
import io.traceo.workflows.group.Grant;
import io.traceo.workflows.group.GroupStatus;
import io.traceo.workflows.group.WouldHave;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a group knows, for people. */
final class GroupText {
  private static final int NEWEST_WOULD_HAVE = 3;

  private final StringBuilder out = new StringBuilder();

  private GroupText() {}

  static String render(GroupStatus status) {
    GroupText text = new GroupText();
    text.line("group    " + status.group());
    text.line("leader   " + status.leader() + ", epoch " + status.epoch());
    text.line("verdict  " + status.verdict());
    text.copies(status.copies());
    text.arming(status);
    text.held(status);
    text.line("alarms   " + status.alarms().text());
    List<WouldHave> would = status.wouldHave();
    for (WouldHave one :
        would.subList(Math.max(0, would.size() - NEWEST_WOULD_HAVE), would.size())) {
      text.line("  " + one.text());
    }
    Grant grant = status.grant();
    text.line("held by  " + (grant == null ? "nobody" : grant.workflowId()));
    for (Observation seen : status.observations()) {
      text.line("  " + seen.observer() + " sees " + seen.view() + ": " + seen.detail());
    }
    status.events().forEach(event -> text.line("  " + event));
    return text.out.toString();
  }

  private void copies(@Nullable CopySet set) {
    Long since = set == null ? null : set.sinceMillis();
    line(
        "copies   "
            + (set == null
                ? "as declared in the topology"
                : set.text()
                    + (since == null ? "" : ", since " + Instant.ofEpochMilli(since))
                    + ": "
                    + set.why()));
  }

  private void arming(GroupStatus status) {
    ArmDecision last = status.arming();
    line(
        "armed    "
            + (status.armed() ? "yes" : "no: it only says what it would do")
            + (last == null ? "" : ", " + last.text()));
  }

  private void held(GroupStatus status) {
    if (status.freeze() != null) {
      line("frozen   " + status.freeze().text());
    }
    if (status.maintenance() != null) {
      line("held     " + status.maintenance().text());
    }
    if (status.incident() != null) {
      line("incident " + status.incident().text());
    }
  }

  private void line(String line) {
    out.append(line).append('\n');
  }
}
