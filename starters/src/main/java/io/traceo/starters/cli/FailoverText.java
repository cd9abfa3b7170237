package io.traceo.starters.cli;

import io.traceo.workflows.failover.FailoverPlan;
import io.traceo.workflows.failover.FailoverResult;
import io.traceo.workflows.failover.Shortfall;
import io.traceo.workflows.group.FailoverSummary;
import java.util.List;

/** How a failover ended, and what its plan was, for people. */
final class FailoverText {
  private final StringBuilder out = new StringBuilder();

  private FailoverText() {}

  static String render(FailoverResult result) {
    FailoverText text = new FailoverText();
    text.line(
        "FAILOVER " + result.outcome() + (result.reason() == null ? "" : ": " + result.reason()));
    FailoverSummary summary = result.summary();
    if (summary != null && summary.toRegion() != null) {
      text.line(
          "leader   %s -> %s, epoch %d, %s"
              .formatted(
                  summary.fromRegion(), summary.toRegion(), summary.epoch(), summary.stage()));
    }
    FailoverPlan plan = result.plan();
    if (plan != null) {
      Shortfall missing = plan.shortfall();
      if (missing != null && summary != null && summary.toRegion() != null) {
        text.line("approved " + missing.text());
      }
      text.plan(plan);
    }
    return text.out.toString().stripTrailing();
  }

  private void plan(FailoverPlan plan) {
    line(
        "plan     %s of %s away from %s, epoch %d, %d sealed members needed out of %s"
            .formatted(
                plan.mode(),
                plan.group(),
                plan.fromRegion(),
                plan.epoch(),
                plan.sealedNeeded(),
                plan.members().text()));
    for (FailoverPlan.Candidate candidate : plan.candidates()) {
      line(
          "  %-8s %-16s %s"
              .formatted(
                  candidate.eligible() ? "may lead" : "may not",
                  candidate.region(),
                  candidate.why()));
    }
    all("  step     ", plan.steps());
    all("  refused  ", plan.refusals());
  }

  private void all(String before, List<String> lines) {
    lines.forEach(l -> line(before + l));
  }

  private void line(String line) {
    out.append(line).append('\n');
  }
}
