package io.traceo.starters.cli;

import io.traceo.starters.schedules.ScheduleRuns.Run;
import io.traceo.starters.schedules.ScheduleView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The list of schedules as text. */
final class ScheduleText {
  private ScheduleText() {}

  static String render(List<ScheduleView> views) {
    StringBuilder text = new StringBuilder();
    for (ScheduleView view : views) {
      text.append(view.id()).append(", namespace ").append(view.namespace());
      if (!view.applied()) {
        text.append("\n  not there yet: traceo schedules apply\n\n");
        continue;
      }
      text.append(view.paused() == null ? "\n" : "  PAUSED\n");
      line(text, "paused", view.paused());
      line(text, "starts", view.what());
      line(text, "when", view.when() + " " + view.timeZone());
      line(text, "not on", view.except());
      line(text, "next", String.join(", ", view.next()));
      line(text, "last", last(view.last()));
      line(text, "missed", left(view));
      line(text, "policy", view.policy());
      text.append("\n");
    }
    return text.isEmpty()
        ? "no schedules, and the runbooks ask for none"
        : text.toString().stripTrailing();
  }

  private static String last(@Nullable Run run) {
    if (run == null) {
      return "never";
    }
    return run.startedAt()
        + " "
        + run.result()
        + (run.reason() == null ? "" : ": " + run.reason())
        + " ("
        + run.workflowId()
        + ", run "
        + run.runId()
        + ")";
  }

  private static @Nullable String left(ScheduleView view) {
    return view.missed() + view.skipped() == 0
        ? null
        : view.missed() + " too late, " + view.skipped() + " while one ran, since it was made";
  }

  private static void line(StringBuilder text, String name, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      text.append("  ").append(name).append(" ".repeat(8 - name.length())).append(value);
      text.append("\n");
    }
  }
}
