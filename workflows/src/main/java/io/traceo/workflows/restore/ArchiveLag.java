package io.traceo.workflows.restore;

import io.traceo.workflows.alert.AlertKind;
import io.traceo.workflows.budget.Journal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether an archive is as far as it must be. Pages once an incident, however its reason changes,
 * and notes when it is over.
 */
final class ArchiveLag {
  private static final String ARCHIVE = "archive";

  private final String group;
  private final long sinceMillis;
  private final Journal journal;
  private @Nullable ArchiveState newest;
  private @Nullable String paged;

  ArchiveLag(
      String group,
      long sinceMillis,
      @Nullable ArchiveState newest,
      @Nullable String paged,
      Journal journal) {
    this.group = group;
    this.sinceMillis = sinceMillis;
    this.newest = newest;
    this.paged = paged;
    this.journal = journal;
  }

  /** What the store or a worker says; what is older than what is known changes nothing. */
  void learn(@Nullable ArchiveState state) {
    if (state != null && (newest == null || state.atMillis() >= newest.atMillis())) {
      newest = state;
    }
  }

  /**
   * A look.
   *
   * @param trouble why nothing newer is known, null when it could be asked
   */
  void judge(long nowMillis, Duration limit, @Nullable String trouble) {
    String wrong = wrong(nowMillis, limit);
    if (wrong == null) {
      if (paged != null) {
        journal.note("the archive of " + group + " is well again");
        journal.over(AlertKind.ATTENTION, ARCHIVE);
        paged = null;
      }
      return;
    }
    if (paged == null) {
      paged = wrong;
      journal.page(AlertKind.ATTENTION, ARCHIVE, wrong + (trouble == null ? "" : "; " + trouble));
    }
  }

  private @Nullable String wrong(long nowMillis, Duration limit) {
    ArchiveState state = newest;
    if (state != null && state.problem() != null) {
      return "the archive of " + group + " does not go on: " + state.problem();
    }
    long behind = nowMillis - (state == null ? sinceMillis : state.atMillis());
    if (behind <= limit.toMillis()) {
      return null;
    }
    return "the archive of "
        + group
        + " is "
        + behind / 1000
        + " s behind"
        + (state == null ? ", nothing was ever archived" : "")
        + ", the limit is "
        + limit.toSeconds()
        + " s";
  }

  @Nullable ArchiveState newest() {
    return newest;
  }

  @Nullable String paged() {
    return paged;
  }
}
