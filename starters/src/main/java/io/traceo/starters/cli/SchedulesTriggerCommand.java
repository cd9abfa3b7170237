package io.traceo.starters.cli;

import io.traceo.starters.cli.ScheduleScopes.Found;
import io.traceo.starters.schedules.KeptSchedule;
import io.traceo.starters.schedules.ScheduleRuns;
import io.traceo.starters.schedules.ScheduleRuns.Run;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code traceo schedules trigger}. */
@Command(
    name = "trigger",
    mixinStandardHelpOptions = true,
    description = {
      "Starts a schedule's run now, with its own record, and does not wait for its end. One that is",
      "paused is refused, and so is a second run beside one that is under way. A drill is an",
      "outage: against a configured Temporal address it wants --yes."
    })
final class SchedulesTriggerCommand implements Callable<Integer> {
  private static final int TRIES = 50;
  private static final long PAUSE_MILLIS = 200;

  private final Settings settings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private ScheduleWork work = new ScheduleWork();

  @Parameters(index = "0", description = "id of the schedule")
  private String id = "";

  @Option(names = "--yes", description = "start although a configured environment is touched")
  private boolean yes;

  SchedulesTriggerCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    return work.on(settings, spec, this::trigger);
  }

  private int trigger(Server server, ScheduleScopes scopes, PrintWriter out) {
    Found found = scopes.need(id);
    KeptSchedule schedule = found.schedule();
    ScheduleRuns runs = new ScheduleRuns(found.scope().book().client());
    String workflowId = schedule.schedule().getAction().getStartWorkflow().getWorkflowId();
    if (schedule.paused()) {
      throw new CliException(
          ExitCodes.REFUSED,
          id + " is " + schedule.note() + "; first: traceo schedules resume " + id + " --reason R");
    }
    List<String> running = new ArrayList<>(found.scope().book().running(id));
    if (runs.runs(workflowId)) {
      running.add(workflowId);
    }
    if (!running.isEmpty()) {
      throw new CliException(
          ExitCodes.REFUSED,
          running.get(0) + " runs already; wait for it, or look at it in the Web UI");
    }
    if (server.isForReal() && !yes) {
      out.println(
          "would start "
              + schedule.schedule().getAction().getStartWorkflow().getWorkflowType().getName()
              + " as "
              + workflowId);
      out.println("this is a configured environment: start it with --yes");
      return ExitCodes.REFUSED;
    }
    String before = runs.last(schedule).map(Run::runId).orElse("");
    found.scope().book().trigger(id);
    for (int i = 0; i < TRIES; i++) {
      Optional<Run> now = found.scope().book().find(id).flatMap(runs::last);
      if (now.isPresent() && !now.get().runId().equals(before)) {
        out.println("started " + now.get().workflowId() + ", run " + now.get().runId());
        return ExitCodes.OK;
      }
      pause();
    }
    throw new CliException(
        ExitCodes.FAILED,
        id
            + " was triggered, and no run is seen yet; look again with traceo schedules list, and at"
            + " the schedule in the Web UI");
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCodes.FAILED, "interrupted; the run may have been started");
    }
  }
}
