package io.traceo.starters.cli;

import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.approval.ApprovalSubject;
import io.traceo.workflows.approval.AwaitedApproval;
import io.traceo.workflows.approval.LossEstimate;
import java.time.Instant;
import java.util.List;

/** What a run waits for, for the person who answers for it. */
final class AwaitedText {
  private AwaitedText() {}

  static String render(AwaitedApproval awaited) {
    ApprovalSubject subject = awaited.subject();
    StringBuilder out = new StringBuilder();
    line(out, "waits for", subject.workflowId() + ", gate " + subject.gate());
    line(out, "group", subject.group() + ", epoch " + subject.epoch());
    if (subject.target() != null) {
      line(out, "to lead", subject.target());
    }
    for (SealedMember member : subject.sealed()) {
      line(
          out,
          "sealed",
          member.region() + " at " + member.position() + ", timeline " + member.timeline());
    }
    LossEstimate loss = subject.loss();
    if (loss != null) {
      line(out, "loss", loss.text());
    }
    subject.reasons().forEach(why -> line(out, "because", why));
    line(out, "needs", people(awaited.needed()) + not(awaited.refused()));
    awaited.given().forEach(who -> line(out, "approved", who));
    line(out, "since", Instant.ofEpochMilli(awaited.sinceMillis()).toString());
    line(out, "until", Instant.ofEpochMilli(awaited.expiresAtMillis()).toString());
    line(out, "subject", awaited.subjectHash());
    return out.toString();
  }

  private static String people(int needed) {
    return needed == 1 ? "one person" : needed + " different people";
  }

  private static String not(List<String> refused) {
    return refused.isEmpty() ? "" : ", not " + String.join(", ", refused) + " who started it";
  }

  private static void line(StringBuilder out, String name, String value) {
    out.append("%-10s %s%n".formatted(name, value));
  }
}
