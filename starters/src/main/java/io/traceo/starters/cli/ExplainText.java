package io.traceo.starters.cli;

import io.traceo.workflows.copies.CopySet;
import io.traceo.workflows.failover.FailoverPlan.Candidate;
import io.traceo.workflows.group.Explanation;
import java.time.Instant;

/** Whether a group would fail over, for people. */
final class ExplainText {
  private final StringBuilder out = new StringBuilder();

  private ExplainText() {}

  static String render(Explanation explained) {
    ExplainText text = new ExplainText();
    text.line("group " + explained.group() + " " + explained.text());
    text.line(
        "leader   "
            + explained.leader()
            + ", epoch "
            + explained.epoch()
            + ", verdict "
            + explained.verdict());
    CopySet copies = explained.copies();
    if (copies != null) {
      text.line(
          "copies   "
              + copies.text()
              + " ("
              + copies.why()
              + "); a failover seals "
              + copies.sealedNeeded());
    }
    for (Explanation.Gate gate : explained.gates()) {
      text.line("held by  " + gate.name() + since(gate) + ": " + gate.why());
      text.line("         lifted by: " + gate.lifts());
    }
    text.line(
        "target   "
            + (explained.target() == null ? "nobody" : explained.target())
            + (explained.targetWhy() == null ? "" : ": " + explained.targetWhy()));
    for (Candidate region : explained.regions()) {
      text.line("  " + region.region() + (region.eligible() ? " may lead: " : ": ") + region.why());
    }
    Long looked = explained.lookedAtMillis();
    text.line(
        looked == null
            ? "members  not asked"
            : "members  asked at " + Instant.ofEpochMilli(looked));
    return text.out.toString().stripTrailing();
  }

  private static String since(Explanation.Gate gate) {
    return gate.sinceMillis() == null ? "" : " since " + Instant.ofEpochMilli(gate.sinceMillis());
  }

  private void line(String line) {
    out.append(line).append('\n');
  }
}
