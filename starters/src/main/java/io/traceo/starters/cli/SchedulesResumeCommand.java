package io.traceo.starters.cli;

import io.traceo.starters.cli.ScheduleScopes.Found;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
  @Mixin private ScheduleChoice choice = new ScheduleChoice();

  SchedulesResumeCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    choice.requireTyped();
    return work.on(settings, spec, (server, scopes, out) -> resume(scopes, out));
  }

  private int resume(ScheduleScopes scopes, PrintWriter out) {
    for (Found found : choice.among(scopes)) {
      String one = found.schedule().id();
      if (found.schedule().paused()) {
        found.scope().book().resume(one, choice.note(settings, "resumed"));
        out.println("resumed " + one + ", which was " + found.schedule().note());
      } else {
        out.println(one + " is not paused");
      }
    }
    return ExitCodes.OK;
  }
}
