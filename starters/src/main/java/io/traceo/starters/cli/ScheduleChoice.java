package io.traceo.starters.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which schedules are held or let go, and why. */
final class ScheduleChoice {
  @Parameters(index = "0", arity = "0..1", description = "id of the schedule")
  private @Nullable String id;

  @Option(names = "--all", description = "every schedule that was made from a runbook")
  private boolean all;

  @Option(names = "--reason", required = true, description = "why, for the record")
  private String reason = "";

  void requireTyped() {
    if ((id == null) == !all) {
      throw new CliException(
          ExitCodes.USAGE, "name one schedule, or --all; traceo schedules list shows them");
    }
    if (reason.isBlank()) {
      throw new CliException(ExitCodes.USAGE, "--reason is empty; say why, for the record");
    }
  }

  /** The one that was typed, or all. */
  List<ScheduleScopes.Found> among(ScheduleScopes scopes) {
    if (id != null) {
      return List.of(scopes.need(id));
    }
    List<ScheduleScopes.Found> made = scopes.made();
    if (made.isEmpty()) {
      throw new CliException(
          ExitCodes.REFUSED, "there are no schedules yet; make them: traceo schedules apply");
    }
    return made;
  }

  String note(Settings settings, String done) {
    return done + " by " + settings.unproven(null) + ": " + reason.strip();
  }
}
