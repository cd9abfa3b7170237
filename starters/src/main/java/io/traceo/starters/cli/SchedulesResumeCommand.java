package io.traceo.starters.cli;

import io.traceo.starters.cli.ScheduleScopes.Found;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code traceo schedules resume}. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description = {
      "Starts runs again at the next time; what came due while it was paused is left out."
    })
final class SchedulesResumeCommand implements Callable<Integer> {
  private final Settings settings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private ScheduleWork work = new ScheduleWork();

  @Parameters(index = "0", arity = "0..1", description = "id of the schedule")
  private @Nullable String id;

  @Option(names = "--all", description = "every schedule that was made from a runbook")
  private boolean all;

  @Option(names = "--reason", required = true, description = "why, for the record")
  private String reason = "";

  SchedulesResumeCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    ScheduleWork.requireTyped(id, all, reason);
    return work.on(settings, spec, (server, scopes, out) -> resume(scopes, out));
  }

  private int resume(ScheduleScopes scopes, PrintWriter out) {
    for (Found found : ScheduleWork.chosen(scopes, id)) {
      String one = found.schedule().id();
      if (found.schedule().paused()) {
        found.scope().book().resume(one, ScheduleWork.note(settings, "resumed", reason));
        out.println("resumed " + one + ", which was " + found.schedule().note());
      } else {
        out.println(one + " is not paused");
      }
    }
    return ExitCodes.OK;
  }
}
