package io.traceo.starters.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.traceo.starters.schedules.KeptSchedule;
import io.traceo.starters.schedules.PlannedSchedule;
import io.traceo.starters.schedules.ScheduleRuns;
import io.traceo.starters.schedules.ScheduleView;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code traceo schedules list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "Every schedule that was made from a runbook: when it runs next, what came of its last run,",
      "who paused it and why, and what happens to a run that was missed. Those that a runbook wants",
      "and that are not there are listed too."
    })
final class SchedulesListCommand implements Callable<Integer> {
  private final Settings settings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private ScheduleWork work = new ScheduleWork();

  @Option(names = "--json", description = "an array with an object for each")
  private boolean json;

  SchedulesListCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    return work.on(settings, spec, (server, scopes, out) -> list(scopes, out));
  }

  private int list(ScheduleScopes scopes, PrintWriter out) {
    List<ScheduleView> views = new ArrayList<>();
    for (ScheduleScopes.Scope scope : scopes.all()) {
      Map<String, KeptSchedule> kept = scope.kept();
      ScheduleRuns runs = new ScheduleRuns(scope.book().client());
      String namespace = scope.book().namespace();
      kept.values().stream()
          .filter(KeptSchedule::ours)
          .map(k -> ScheduleView.of(namespace, k, runs.last(k).orElse(null)))
          .forEach(views::add);
      scope.planned().stream()
          .map(PlannedSchedule::id)
          .filter(id -> kept.get(id) == null)
          .map(id -> ScheduleView.absent(namespace, id))
          .forEach(views::add);
    }
    out.println(json ? text(views) : ScheduleText.render(views));
    return ExitCodes.OK;
  }

  private static String text(List<ScheduleView> views) {
    try {
      return Json.mapper().writeValueAsString(views);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
