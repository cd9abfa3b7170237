package io.traceo.activities.evidence.html;

import io.traceo.activities.evidence.words.Amounts;
import io.traceo.workflows.restore.RestoreReport;
import io.traceo.workflows.restore.RestoreReport.Kind;
import org.jspecify.annotations.Nullable;

/** The verdict of a restore in one sentence or two, made of what was measured. */
record RestoreHeadline(RestoreReport report) {

  String sentence() {
    return switch (report.verdict()) {
      case "GREEN" ->
          "The newest backup was restored in "
              + where()
              + " and passed "
              + Words.count(report.checks().size(), "check")
              + took(": it was ready after ")
              + "."
              + missing();
      case "RED" -> "This backup is not known to restore: " + reason();
      case "DONE" ->
          report.takeOver()
              ? "The group was restored in "
                  + where()
                  + " and leads there"
                  + took("; writes were open after ")
                  + "."
                  + missing()
              : "The group was restored in "
                  + where()
                  + " beside the group's own servers"
                  + took("; it was verified after ")
                  + "."
                  + missing();
      case "FAILED" -> "The restore did not get to its end: " + reason();
      case "REFUSED" -> "Nothing was begun and nothing was touched: " + reason();
      case "PLANNED" -> "This is a plan only: nothing was changed.";
      default -> Words.or(report.reason(), "");
    };
  }

  /** What ran, as a title. */
  String what() {
    if (report.kind() == Kind.RESTORE_TEST) {
      return "Restore test";
    }
    return report.takeOver() ? "Restore and take-over" : "Restore";
  }

  private String where() {
    return Words.or(report.region(), "an unknown region");
  }

  private String reason() {
    String reason = Words.or(report.reason(), "no reason was recorded");
    return reason.endsWith(".") ? reason : reason + ".";
  }

  private String took(String before) {
    Long ms = report.recoveryTimeMs();
    return ms == null ? "; how long that took was not measured" : before + Words.ms(ms);
  }

  private String missing() {
    Double seconds = report.recoveryPointSeconds();
    return " " + missing(seconds);
  }

  private static String missing(@Nullable Double seconds) {
    if (seconds == null) {
      return "How much of the leader's last commits is missing was not measured.";
    }
    return seconds <= 0
        ? "No commit that is known of is missing."
        : "Commits of the last " + Amounts.seconds(seconds) + " are not in it.";
  }
}
