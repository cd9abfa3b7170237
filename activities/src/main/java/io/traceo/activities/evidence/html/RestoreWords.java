package io.traceo.activities.evidence.html;

import io.traceo.workflows.restore.RestoreReport;
import io.traceo.workflows.restore.RestoreReport.Kind;
import org.jspecify.annotations.Nullable;

/** What the names in a report of a restore mean, for readers who don't run the system. */
final class RestoreWords {
  private static final String TAKE_OVER = "take-over.";

  private RestoreWords() {}

  static String kind(RestoreReport report) {
    if (report.kind() == Kind.RESTORE_TEST) {
      return "restored to scratch, checked, measured and thrown away";
    }
    return report.takeOver() ? "restored to lead the group" : "restored beside the group";
  }

  static @Nullable String objective(String name) {
    return switch (name) {
      case "recovery", "recovery time" ->
          "from the start until the restored server was verified, or took writes";
      case "recovery point" -> "how far before the leader's last commit the restored data ends";
      case "age of the newest backup" -> "an old one needs much log, and much time";
      case "archive lag" -> "how far the archive of the log is behind the leader";
      default -> null;
    };
  }

  /** Steps of the failover that a take-over is stand behind {@value #TAKE_OVER}. */
  static @Nullable String step(String name) {
    if (name.startsWith(TAKE_OVER)) {
      return Explained.step(name.substring(TAKE_OVER.length()));
    }
    return switch (name) {
      case "admit" -> "check the rules, make the plan";
      case "look" -> "ask the store what it has";
      case "fetch" -> "unpack the base backup, every piece checked";
      case "replay" -> "replay the archived log up to the target";
      case "verify" -> "page checksums, indexes, and the operator's questions";
      case "open" -> "end its recovery, so that it can be used";
      case "take-over" -> "make it the region's member, and promote it as a failover does";
      case "discard" -> "end the server and remove its files";
      default -> Explained.step(name);
    };
  }
}
