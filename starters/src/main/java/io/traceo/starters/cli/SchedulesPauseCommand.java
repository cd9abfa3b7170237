package io.traceo.starters.cli;

import io.traceo.starters.cli.ScheduleScopes.Found;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
  @Mixin private ScheduleChoice choice = new ScheduleChoice();

  SchedulesPauseCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    choice.requireTyped();
    return work.on(settings, spec, (server, scopes, out) -> pause(scopes, out));
  }

  private int pause(ScheduleScopes scopes, PrintWriter out) {
    for (Found found : choice.among(scopes)) {
      String one = found.schedule().id();
      if (found.schedule().paused()) {
        out.println(one + " is paused already: " + found.schedule().note());
      } else {
        found.scope().book().pause(one, choice.note(settings, "paused"));
        out.println("paused " + one);
      }
    }
    return ExitCodes.OK;
  }
}
