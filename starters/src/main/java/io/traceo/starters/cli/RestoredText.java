package io.traceo.starters.cli;

import io.traceo.activities.evidence.words.Amounts;
import io.traceo.workflows.activity.BackupActivities.KeptServer;
import io.traceo.workflows.restore.Lsn;
import io.traceo.workflows.restore.RestoredServersResult;
import java.util.Locale;

/** The restored servers of a group, for people. */
final class RestoredText {
  private RestoredText() {}

  /** What became of a removal, then what stands there. */
  static String render(RestoredServersResult result) {
    StringBuilder out = new StringBuilder();
    if (!result.outcome().equals("LISTED")) {
      out.append("RESTORED SERVER ").append(removal(result.outcome()));
      out.append(result.reason() == null ? "" : ": " + result.reason()).append("\n\n");
    } else if (result.reason() != null) {
      out.append(result.reason()).append("\n\n");
    }
    if (result.servers().isEmpty()) {
      return out + "no restored server stands in " + result.region();
    }
    row(out, "restored server", "backup", "up to", "last commit", "state");
    result.servers().forEach(s -> server(out, s));
    return out.toString().stripTrailing();
  }

  private static String removal(String outcome) {
    return outcome.equals("DONE") ? "REMOVED" : outcome;
  }

  private static void server(StringBuilder out, KeptServer server) {
    Long position = server.position();
    Long commit = server.lastCommitMillis();
    row(
        out,
        server.restoreId(),
        server.backupId() == null ? "-" : server.backupId(),
        position == null ? "-" : Lsn.text(position),
        commit == null ? "-" : Amounts.moment(commit),
        state(server) + (server.runs() ? ", on " + server.endpoint() : ", does not run"));
  }

  private static String state(KeptServer server) {
    if (server.member()) {
      return "the region's member";
    }
    return server.open() ? "can be used" : "not finished";
  }

  private static void row(StringBuilder out, Object... columns) {
    out.append(String.format(Locale.ROOT, "%-32s %-24s %-12s %-24s %s", columns)).append('\n');
  }
}
