package io.traceo.starters.cli;

import io.traceo.starters.schedules.ScheduleDiff;
import io.traceo.starters.schedules.ScheduleDiff.Change;
import io.traceo.starters.schedules.ScheduleDiff.Field;
import io.traceo.starters.schedules.ScheduleDiff.Kind;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code traceo schedules apply}. */
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    description = {
      "Makes Temporal's schedules what the runbooks say: shows what differs, then creates, changes",
      "and removes. Only schedules that it made are ever changed or removed; what is paused stays",
      "paused. To apply again what is applied changes nothing.",
      "Against a configured Temporal address it shows the difference and wants --yes."
    })
final class SchedulesApplyCommand implements Callable<Integer> {
  private final Settings settings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private ScheduleWork work = new ScheduleWork();

  @Option(names = "--dry-run", description = "show the difference, and stop")
  private boolean dryRun;

  @Option(names = "--yes", description = "change although a configured environment is touched")
  private boolean yes;

  SchedulesApplyCommand(Settings settings) {
    this.settings = settings;
  }

  /** What differs in one namespace. */
  private record Difference(ScheduleScopes.Scope scope, List<Change> changes) {}

  @Override
  public Integer call() {
    return work.on(settings, spec, this::apply);
  }

  private int apply(Server server, ScheduleScopes scopes, PrintWriter out) {
    List<Difference> differences = new ArrayList<>();
    List<String> foreign = new ArrayList<>();
    int planned = 0;
    for (ScheduleScopes.Scope scope : scopes.all()) {
      planned += scope.planned().size();
      List<Change> changes = ScheduleDiff.of(scope.planned(), scope.kept());
      differences.add(new Difference(scope, changes));
      changes.stream()
          .filter(c -> c.kind() == Kind.FOREIGN)
          .forEach(c -> foreign.add(c.id() + " in namespace " + scope.book().namespace()));
    }
    if (!foreign.isEmpty()) {
      throw new CliException(
          ExitCodes.REFUSED,
          "not made from a runbook, and in the way: schedule "
              + String.join(", schedule ", foreign)
              + "; rename or remove it with Temporal's own tools, then apply again. Nothing was"
              + " changed");
    }
    if (differences.stream().allMatch(d -> d.changes().isEmpty())) {
      out.println("nothing to change: " + planned + " schedules are as the runbooks say");
      return ExitCodes.OK;
    }
    differences.forEach(d -> show(d, out));
    if (dryRun) {
      return ExitCodes.OK;
    }
    if (server.isForReal() && !yes) {
      out.println("this is a configured environment: apply it with --yes");
      return ExitCodes.REFUSED;
    }
    differences.forEach(d -> d.changes().forEach(c -> carryOut(d.scope(), c, out)));
    return ExitCodes.OK;
  }

  private static void show(Difference difference, PrintWriter out) {
    for (Change change : difference.changes()) {
      String in = " in namespace " + difference.scope().book().namespace();
      switch (change.kind()) {
        case CREATE -> out.println("+ create " + change.id() + in);
        case REMOVE -> out.println("- remove " + change.id() + in + ", which no runbook wants");
        default -> out.println("~ change " + change.id() + in);
      }
      change.fields().forEach(f -> out.println("    " + words(change.kind(), f)));
    }
  }

  private static String words(Kind kind, Field field) {
    String value =
        switch (kind) {
          case CREATE -> String.valueOf(field.after());
          case REMOVE -> String.valueOf(field.before());
          default -> shown(field.before()) + " -> " + shown(field.after());
        };
    return field.name() + ": " + value;
  }

  private static String shown(@Nullable String value) {
    return value == null ? "(not set)" : value;
  }

  /** Each is whole by itself: what fails in the middle goes on with the next apply. */
  private static void carryOut(ScheduleScopes.Scope scope, Change change, PrintWriter out) {
    if (change.planned() == null && change.kept() != null) {
      scope.book().remove(change.kept());
      out.println("removed " + change.id());
    } else if (change.planned() != null && change.kept() != null) {
      scope.book().change(change.kept(), change.planned());
      out.println("changed " + change.id());
    } else if (change.planned() != null) {
      scope.book().create(change.planned());
      out.println("created " + change.id());
    }
    out.flush();
  }
}
