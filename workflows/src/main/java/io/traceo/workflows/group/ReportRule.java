package io.traceo.workflows.group;

/** What a report must have, and how much of it. Pure. */
final class ReportRule {
  private static final int LONGEST = 500;
  private static final int LABELS = 100;

  private ReportRule() {}

  /** Throws with the field and what to do. */
  static void check(IncidentReport report) {
    text("source", report.source());
    text("summary", report.summary());
    if (report.alerts() < 0) {
      throw refused("alerts", "is below zero");
    }
    if (report.keys().size() > IncidentBook.KEYS) {
      throw refused("keys", "has more than " + IncidentBook.KEYS + "; count the rest in alerts");
    }
    report.keys().forEach(key -> text("keys", key));
    if (report.labels().size() > LABELS) {
      throw refused("labels", "has more than " + LABELS + "; leave some out");
    }
  }

  private static void text(String field, String value) {
    if (value == null || value.isBlank()) {
      throw refused(field, "is missing");
    }
    if (value.length() > LONGEST) {
      throw refused(field, "is longer than " + LONGEST + "; shorten it");
    }
  }

  private static IllegalArgumentException refused(String field, String why) {
    return new IllegalArgumentException("field \"" + field + "\" " + why);
  }
}
