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

/** {@code traceo schedules pause}. */
@Command(
    name = "pause",
    mixinStandardHelpOptions = true,
    description = {
      "Starts no more runs until traceo schedules resume; one that runs goes on. What comes due",
      "meanwhile is left out. Who and why is kept, and shown by traceo schedules list."
    })
final class SchedulesPauseCommand implements Callable<Integer> {
  private final Settings settings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private ScheduleWork work = new ScheduleWork();

  @Parameters(index = "0", arity = "0..1", description = "id of the schedule")
  private @Nullable String id;

  @Option(names = "--all", description = "every schedule that was made from a runbook")
  private boolean all;

  @Option(names = "--reason", required = true, description = "why, for the record")
  private String reason = "";

  SchedulesPauseCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    ScheduleWork.requireTyped(id, all, reason);
    return work.on(settings, spec, (server, scopes, out) -> pause(scopes, out));
  }

  private int pause(ScheduleScopes scopes, PrintWriter out) {
    for (Found found : ScheduleWork.chosen(scopes, id)) {
      String one = found.schedule().id();
      if (found.schedule().paused()) {
        out.println(one + " is paused already: " + found.schedule().note());
      } else {
        found.scope().book().pause(one, ScheduleWork.note(settings, "paused", reason));
        out.println("paused " + one);
      }
    }
    return ExitCodes.OK;
  }
}
