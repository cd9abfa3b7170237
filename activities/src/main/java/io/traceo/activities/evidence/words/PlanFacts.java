package io.traceo.activities.evidence.words;

import io.traceo.workflows.activity.BackupActivities.RestoreOutlook;
import io.traceo.workflows.restore.BackupManifest;
import io.traceo.workflows.restore.Lsn;
import io.traceo.workflows.restore.RestoreTarget;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a restore would do, in words: the same in the command line, the text and the page. */
public final class PlanFacts {
  private PlanFacts() {}

  /**
   * One line of a plan.
   *
   * @param name of a word or two
   */
  public record Fact(String name, String value) {}

  /** The plan, the refusals last. */
  public static List<Fact> of(RestoreOutlook plan) {
    List<Fact> facts = new ArrayList<>();
    BackupManifest backup = plan.backup();
    facts.add(new Fact("from", backup == null ? "no backup that would do" : backup(backup)));
    facts.add(new Fact("target", target(plan.target())));
    facts.add(new Fact("log", Amounts.bytes(plan.logBytes()) + " to replay"));
    facts.add(new Fact("loss", loss(plan.lossSeconds())));
    facts.add(new Fact("newest", newest(plan.newestMillis())));
    facts.add(new Fact("takes", "about " + Amounts.span(plan.estimatedSeconds())));
    add(facts, "where", plan.where());
    String replaces = plan.replaces();
    add(facts, "replaces", replaces == null ? null : "only in a take-over: " + replaces);
    plan.refusals().forEach(r -> add(facts, "refused", r));
    return facts;
  }

  private static String newest(@Nullable Long millis) {
    return millis == null
        ? "not known which is the last moment that can be restored"
        : Amounts.moment(millis) + " is the last moment that can be restored";
  }

  private static void add(List<Fact> facts, String name, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      facts.add(new Fact(name, value));
    }
  }

  /** A backup in one line. */
  public static String backup(BackupManifest backup) {
    return "backup "
        + backup.id()
        + " of "
        + Amounts.moment(backup.stoppedAtMillis())
        + ", taken from "
        + backup.leader()
        + ", "
        + Amounts.bytes(backup.databaseBytes())
        + ", timeline "
        + backup.timeline()
        + ", "
        + Lsn.text(backup.startPosition())
        + " to "
        + Lsn.text(backup.stopPosition());
  }

  private static String loss(@Nullable Double seconds) {
    return seconds == null
        ? "unknown how much before the leader's last commit it ends"
        : "commits of the last " + Amounts.seconds(seconds) + " would be missing";
  }

  private static String target(@Nullable RestoreTarget target) {
    if (target == null) {
      return Amounts.UNKNOWN;
    }
    Long position = target.position();
    return switch (target.kind()) {
      case LATEST ->
          "the archive's end"
              + (position == null ? "" : ", " + Lsn.text(position))
              + (target.atMillis() == null ? "" : ", " + Amounts.moment(target.atMillis()));
      case TIME -> Amounts.moment(target.atMillis());
      case POSITION -> "position " + (position == null ? Amounts.UNKNOWN : Lsn.text(position));
      case BACKUP -> "the first moment at which the backup is consistent";
    };
  }
}
