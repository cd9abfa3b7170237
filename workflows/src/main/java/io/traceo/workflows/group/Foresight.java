package io.traceo.workflows.group;

import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.failover.FailoverForecast;
import org.jspecify.annotations.Nullable;

/**
 * Notes what a group that only observes would have done: at once that and why, and to which region
 * when the members have been looked at, as a failover's own admission does. Changes nothing.
 */
final class Foresight {
  private final Definition definition;
  private final MemberLook look;
  private final AlarmLog log;
  private final Journal journal;
  private final Runnable changed;

  Foresight(
      Definition definition, MemberLook look, AlarmLog log, Journal journal, Runnable changed) {
    this.definition = definition;
    this.look = look;
    this.log = log;
    this.journal = journal;
    this.changed = changed;
  }

  /**
   * Once per alarm.
   *
   * @param gate of the group itself that would have held the failover; null when none
   */
  void note(Incident.Facts facts, @Nullable String gate) {
    if (!log.toForesee()) {
      return;
    }
    long now = Workflow.currentTimeMillis();
    String why = gate == null ? "members not asked yet" : gate;
    WouldHave line = new WouldHave(now, facts.leader(), facts.verdict(), null, why, null, null);
    log.add(line);
    if (gate == null) {
      ask(facts, now);
    } else {
      journal.note(line.text());
    }
  }

  private void ask(Incident.Facts facts, long noted) {
    Promise<Void> unused =
        look.ask(facts.leader(), facts.leaderReadOnly())
            .thenApply(
                seen -> {
                  FailoverForecast would =
                      FailoverForecast.of(
                          definition, facts.epoch(), facts.verdict(), seen, facts.copies());
                  WouldHave line = log.complete(noted, would.target(), would.why());
                  if (line != null) {
                    journal.note(line.text());
                  }
                  changed.run();
                  return null;
                });
  }
}
