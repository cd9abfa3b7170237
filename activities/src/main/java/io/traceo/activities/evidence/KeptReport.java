package io.traceo.activities.evidence;

import io.traceo.activities.evidence.html.PlanHtml;
import io.traceo.activities.evidence.html.ReportHtml;
import io.traceo.activities.evidence.html.RestoreHtml;
import io.traceo.activities.evidence.html.RolloutHtml;
import io.traceo.activities.evidence.note.Noted;
import io.traceo.activities.evidence.note.ShownNotes;
import io.traceo.workflows.capacity.CapacityPlanReport;
import io.traceo.workflows.capacity.CapacityRolloutReport;
import io.traceo.workflows.drill.DrillReport;
import io.traceo.workflows.restore.RestoreReport;
import org.jspecify.annotations.Nullable;

/** A report of any kind, as the folder keeps it: what they have in common. */
public sealed interface KeptReport extends Noted
    permits KeptReport.OfDrill, KeptReport.OfRestore, KeptReport.OfRollout, KeptReport.OfPlan {
  /** Of a drill. */
  static KeptReport of(DrillReport report) {
    return new OfDrill(report);
  }

  /** Of a restore or a restore test. */
  static KeptReport of(RestoreReport report) {
    return new OfRestore(report);
  }

  /** Of a rollout of capacity. */
  static KeptReport of(CapacityRolloutReport report) {
    return new OfRollout(report);
  }

  /** Of a plan of capacity. */
  static KeptReport of(CapacityPlanReport report) {
    return new OfPlan(report);
  }

  /** How it ended. */
  String verdict();

  /** Why it did not end well. */
  @Nullable String reason();

  /** What ran, in a word or two. */
  String what();

  /** The record itself, which is written as JSON. */
  Object content();

  /** In plain text. */
  String text(ShownNotes notes);

  /** As one HTML page. */
  String html(ShownNotes notes);

  /** Of a drill. */
  record OfDrill(DrillReport content) implements KeptReport {
    @Override
    public String reportId() {
      return content.reportId();
    }

    @Override
    public String group() {
      return content.group();
    }

    @Override
    public String startedAt() {
      return content.startedAt();
    }

    @Override
    public String verdict() {
      return content.verdict();
    }

    @Override
    public @Nullable String reason() {
      return content.reason();
    }

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
    public String reportId() {
      return content.reportId();
    }

    @Override
    public String group() {
      return content.group();
    }

    @Override
    public String startedAt() {
      return content.startedAt();
    }

    @Override
    public String verdict() {
      return content.verdict();
    }

    @Override
    public @Nullable String reason() {
      return content.reason();
    }

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
    public String reportId() {
      return content.reportId();
    }

    @Override
    public String group() {
      return content.group();
    }

    @Override
    public String startedAt() {
      return content.startedAt();
    }

    @Override
    public String verdict() {
      return content.verdict();
    }

    @Override
    public @Nullable String reason() {
      return content.reason();
    }

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
    public String reportId() {
      return content.reportId();
    }

    @Override
    public String group() {
      return content.group();
    }

    @Override
    public String startedAt() {
      return content.startedAt();
    }

    @Override
    public String verdict() {
      return content.verdict();
    }

    @Override
    public @Nullable String reason() {
      return content.reason();
    }

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
