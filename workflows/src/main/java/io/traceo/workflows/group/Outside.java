package io.traceo.workflows.group;

import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.alert.AlertKind;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether somebody else has changed what the group has recorded: now and then, and soon after
 * each grant. Seen twice in a row, the group freezes itself and pages; it takes nothing back.
 */
final class Outside {
  private static final long EVERY_MILLIS = Duration.ofMinutes(1).toMillis();
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private final GroupMemory memory;
  private final Learned learned;
  private final Runnable changed;
  private long lookedAtMillis;
  private long grantsThen;
  private @Nullable Suspicion suspicion;

  /** What was seen once. */
  private record Suspicion(long atMillis, long grants, List<String> differences) {}

  Outside(GroupMemory memory, Learned learned, Runnable changed) {
    this.memory = memory;
    this.learned = learned;
    this.changed = changed;
    grantsThen = memory.book.given();
  }

  /** Looks when it is time to, while observers are out. A dead leader is never waited for. */
  void tick(Lookout lookout) {
    if (!lookout.out()
        || memory.book.operating() != null
        || memory.freezing.own() != null
        || learned.members().asks()) {
      return;
    }
    boolean soon =
        suspicion != null
            || memory.book.given() != grantsThen
            || (memory.mark == null && memory.verdict == Verdict.HEALTHY);
    long since = Workflow.currentTimeMillis() - lookedAtMillis;
    if (since < (soon ? AGAIN.toMillis() : EVERY_MILLIS)) {
      return;
    }
    lookedAtMillis = Workflow.currentTimeMillis();
    grantsThen = memory.book.given();
    boolean leaderToo =
        !lookout.verdict().callsForFailover() || VerdictRule.answersReadOnly(lookout.votes());
    Promise<Void> unused =
        learned
            .members()
            .ask(memory.leader, leaderToo)
            .thenApply(
                seen -> {
                  judge(seen);
                  return null;
                });
  }

  /** What was seen of everybody, beside the record. */
  LiveFacts facts(MembersSeen seen) {
    return new LiveFacts(
        learned.definition(), memory.leader, memory.epoch, memory.mark, memory.lastFailover, seen);
  }

  /**
   * Takes what was seen, by whomever it was asked for; what operates by a grant explains it all.
   */
  void judge(MembersSeen seen) {
    if (memory.book.operating() != null
        || memory.freezing.own() != null
        || !seen.leader().equals(memory.leader)
        || seen.problem() != null) {
      return;
    }
    LiveFacts facts = facts(seen);
    List<String> differences = facts.differences();
    if (differences.isEmpty()) {
      suspicion = null;
      memory.mark = mark(facts.recorded());
      return;
    }
    Suspicion before = suspicion;
    if (before == null || !before.differences().equals(differences) || explained(before)) {
      suspicion = new Suspicion(seen.atMillis(), memory.book.given(), differences);
      lookedAtMillis = seen.atMillis();
      Promise<Void> unused =
          Workflow.newTimer(AGAIN)
              .thenApply(
                  nothing -> {
                    changed.run();
                    return null;
                  });
    } else if (seen.atMillis() - before.atMillis() >= AGAIN.toMillis()) {
      suspicion = null;
      String line = memory.freezing.freezeItself(String.join("; ", differences));
      memory.journal.page(AlertKind.CHANGED_OUTSIDE, memory.group, line);
      changed.run();
    }
  }

  /** Somebody operated since. A run that was refused has changed nothing. */
  private boolean explained(Suspicion before) {
    FailoverSummary last = memory.lastFailover;
    return memory.book.given() != before.grants()
        && (last == null || !last.stage().equals("REFUSED"));
  }

  private @Nullable LeaderMark mark(@Nullable MemberState recorded) {
    return recorded == null
        ? memory.mark
        : new LeaderMark(recorded.region(), recorded.timeline(), recorded.systemIdentifier());
  }
}
