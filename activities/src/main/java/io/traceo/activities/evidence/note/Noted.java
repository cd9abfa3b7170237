package io.traceo.activities.evidence.note;

/** What notes are added to: a report, whatever it is of. */
public interface Noted {
  /** Its name. */
  String reportId();

  /** Replication group. */
  String group();

  /** An ISO instant. */
  String startedAt();
}
