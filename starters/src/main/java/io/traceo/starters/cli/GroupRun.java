package io.traceo.starters.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands about backups take alike. */
final class GroupRun {
  @Parameters(index = "0", description = "replication group")
  String group = "";

  @Option(names = "--reason", description = "why, for the record")
  @Nullable String reason;

  @Option(names = "--dry-run", description = "show the plan and every refusal, and stop")
  boolean dryRun;

  @Option(names = "--json", description = "one event a line, the result as the last line")
  boolean json;

  @Option(names = "--yes", description = "start although a configured environment is touched")
  boolean yes;

  /** Only the plan: it was asked for, or something real is at stake and nobody said yes. */
  boolean planOnly(Server server) {
    return dryRun || (server.isForReal() && !yes);
  }

  /** The start record, as somebody would type it. */
  Map<String, Object> request(Settings settings, boolean planOnly) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("group", group);
    if (reason != null) {
      request.put("reason", reason);
    }
    request.put("startedBy", settings.user());
    if (planOnly) {
      request.put("dryRun", true);
    }
    return request;
  }

  /** Ends the command when something that was typed is wrong. */
  static void refuse(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new CliException(ExitCodes.USAGE, String.join("; ", problems));
    }
  }
}
