package io.traceo.activities.evidence;

import io.traceo.activities.evidence.html.PlanHtml;
import io.traceo.activities.evidence.html.ReportHtml;
import io.traceo.activities.evidence.html.RestoreHtml;
import io.traceo.activities.evidence.html.RolloutHtml;
import io.traceo.activities.evidence.note.Noted;
import io.traceo.activities.evidence.note.ShownNotes;
import io.traceo.workflows.capacity.CapacityPlanReport;
import io.traceo.workflows.capacity.CapacityRolloutReport;
import io.traceo.workflows.contract.RunReport;
import io.traceo.workflows.drill.DrillReport;
import io.traceo.workflows.restore.RestoreReport;

/** A report of any kind, as the folder keeps it. */
public sealed interface KeptReport extends Noted {
  /**
   * Of whatever ran.
   *
   * @throws IllegalArgumentException for a report that is never kept
   */
  static KeptReport of(RunReport report) {
    if (report instanceof DrillReport drill) {
      return new OfDrill(drill);
    }
    if (report instanceof RestoreReport restore) {
      return new OfRestore(restore);
    }
    if (report instanceof CapacityRolloutReport rollout) {
      return new OfRollout(rollout);
    }
    if (report instanceof CapacityPlanReport plan) {
      return new OfPlan(plan);
    }
    throw new IllegalArgumentException("no report that is kept: " + report.getClass());
  }

  /** The record itself, which is written as JSON. */
  RunReport content();

  /** What ran, in a word or two. */
  String what();

  /** In plain text. */
  String text(ShownNotes notes);

  /** As one HTML page. */
  String html(ShownNotes notes);

  @Override
  default String reportId() {
    return content().reportId();
  }

  @Override
  default String group() {
    return content().group();
  }

  @Override
  default String startedAt() {
    return content().startedAt();
  }

  /** Of a drill. */
  record OfDrill(DrillReport content) implements KeptReport {
    @Override
    public String what() {
      String fault = content.fault();
      return fault == null ? String.valueOf(content.mode()) : fault;
    }

    @Override
    public String text(ShownNotes notes) {
      return ReportText.render(content, notes);
    }

    @Override
    public String html(ShownNotes notes) {
      return ReportHtml.render(content, notes);
    }
  }

  /** Of a restore or a restore test. */
  record OfRestore(RestoreReport content) implements KeptReport {
    @Override
    public String what() {
      return content.takeOver() ? "TAKE-OVER" : content.kind().name().replace('_', ' ');
    }

    @Override
    public String text(ShownNotes notes) {
      return RestoreText.render(content, notes);
    }

    @Override
    public String html(ShownNotes notes) {
      return RestoreHtml.render(content, notes);
    }
  }

  /** Of a rollout of capacity. */
  record OfRollout(CapacityRolloutReport content) implements KeptReport {
    @Override
    public String what() {
      return "CAPACITY";
    }

    @Override
    public String text(ShownNotes notes) {
      return RolloutText.render(content, notes);
    }

    @Override
    public String html(ShownNotes notes) {
      return RolloutHtml.render(content, notes);
    }
  }

  /** Of a plan of capacity. */
  record OfPlan(CapacityPlanReport content) implements KeptReport {
    @Override
    public String what() {
      return "PLAN";
    }

    @Override
    public String text(ShownNotes notes) {
      return PlanText.render(content, notes);
    }

    @Override
    public String html(ShownNotes notes) {
      return PlanHtml.render(content, notes);
    }
  }
}
