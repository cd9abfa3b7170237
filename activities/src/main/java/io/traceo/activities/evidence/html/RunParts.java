package io.traceo.activities.evidence.html;

import io.traceo.activities.evidence.html.Page.Fact;
import io.traceo.activities.evidence.html.Page.Step;
import io.traceo.activities.evidence.html.Page.StepGroup;
import io.traceo.workflows.contract.RunReport;
import io.traceo.workflows.failover.StepRecord;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the page of every report has, whatever ran. What was not recorded is left out. */
record RunParts(RunReport report) {
  String subtitle() {
    String by = report.startedBy();
    String why = report.why();
    return Words.moment(report.startedAt())
        + (by == null ? "" : ", started by " + by)
        + (why == null ? "" : ": " + why);
  }

  /** What a step's name means to people. */
  interface Meaning {
    @Nullable String of(String step);
  }

  /** All of them in one table, by the start of the run. */
  List<StepGroup> steps(Meaning meaning) {
    Long zero = zero();
    List<Step> rows = report.steps().stream().map(s -> row(s, zero, meaning)).toList();
    return rows.isEmpty() ? List.of() : List.of(new StepGroup("From the start of the run", rows));
  }

  private static Step row(StepRecord step, @Nullable Long zero, Meaning meaning) {
    Long at = step.startedAtMillis();
    Long began = zero == null || at == null ? null : Long.valueOf(at - zero);
    return StepRows.row(step, step.name(), meaning.of(step.name()), began);
  }

  private @Nullable Long zero() {
    try {
      String started = report.startedAt();
      return started == null ? null : Long.valueOf(Instant.parse(started).toEpochMilli());
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /** A list of facts that leaves out what was not recorded. */
  static final class Facts {
    private final List<Fact> all = new ArrayList<>();

    Facts add(String name, @Nullable String value) {
      if (value != null && !value.isBlank()) {
        all.add(new Fact(name, value));
      }
      return this;
    }

    /** Who began the run and why, when it ran, where its history is. */
    Facts add(RunReport report) {
      String ended = report.endedAt();
      return add("Started by", Words.or(report.startedBy(), "not recorded"))
          .add("Why", Words.or(report.why(), "no reason was given"))
          .add("Began", Words.moment(report.startedAt()))
          .add("Ended", ended == null ? null : Words.moment(ended))
          .add("Workflow", report.workflowId())
          .add("Run", report.runId())
          .add("Report", report.reportId());
    }

    List<Fact> list() {
      return List.copyOf(all);
    }
  }
}
