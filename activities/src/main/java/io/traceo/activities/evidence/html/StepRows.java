package io.traceo.activities.evidence.html;

import io.traceo.activities.evidence.html.Page.Step;
import io.traceo.activities.evidence.html.Page.StepGroup;
import io.traceo.workflows.drill.DrillReport;
import io.traceo.workflows.failover.StepRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The steps in three tables: the failover, the way back, what the drill did around them. */
final class StepRows {
  private static final String BACK = "restore.";
  private static final List<String> DRILL =
      List.of("baseline", "fault", "converge", "lift", "measure");

  private final DrillReport report;
  private final Timing timing;

  StepRows(DrillReport report, Timing timing) {
    this.report = report;
    this.timing = timing;
  }

  List<StepGroup> groups() {
    Predicate<StepRecord> back = s -> s.name().startsWith(BACK);
    Predicate<StepRecord> drill = s -> DRILL.contains(s.name());
    List<StepGroup> groups = new ArrayList<>();
    String name = timing.planned() ? "The switchover" : "The failover";
    add(groups, name, back.or(drill).negate());
    add(groups, "The way back to the original order", back);
    add(groups, "Around them", drill);
    return groups;
  }

  private void add(List<StepGroup> groups, String name, Predicate<StepRecord> which) {
    List<Step> steps =
        report.steps().stream()
            .filter(which)
            // Those whose start is not known keep their place after the others.
            .sorted(Comparator.comparingLong(this::order))
            .map(s -> row(s, timing.started(s)))
            .toList();
    if (!steps.isEmpty()) {
      groups.add(new StepGroup(name, steps));
    }
  }

  private long order(StepRecord step) {
    Long at = step.startedAtMillis();
    return at == null ? Long.MAX_VALUE : at;
  }

  private static Step row(StepRecord step, @Nullable Long started) {
    String name = step.name().startsWith(BACK) ? step.name().substring(BACK.length()) : step.name();
    return row(step, name, Explained.step(name), started);
  }

  /**
   * One row.
   *
   * @param name that is shown; what is before a dot names the step that it is a part of
   * @param started in milliseconds after the zero
   */
  static Step row(StepRecord step, String name, @Nullable String meaning, @Nullable Long started) {
    int dot = name.indexOf('.');
    Long took = step.tookMs();
    Long budget = step.budgetMs();
    return new Step(
        name.substring(dot + 1),
        dot > 0,
        meaning,
        started == null ? "–" : Words.ms(started),
        took == null ? "–" : Words.ms(took),
        budget == null ? "–" : Words.ms(budget),
        percent(took, budget),
        Explained.outcome(step.outcome()),
        tone(step.outcome(), took, budget),
        step.detail());
  }

  private static @Nullable Integer percent(@Nullable Long took, @Nullable Long budget) {
    return took == null || budget == null || budget <= 0
        ? null
        : Integer.valueOf((int) Math.round(100.0 * took / budget));
  }

  private static String tone(String outcome, @Nullable Long took, @Nullable Long budget) {
    boolean late = took != null && budget != null && took > budget;
    return late || Explained.bad(outcome) ? "bad" : "plain";
  }
}
