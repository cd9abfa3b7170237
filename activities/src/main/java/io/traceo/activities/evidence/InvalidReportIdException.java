package io.traceo.activities.evidence;

/** A report id that could lead out of the folder of reports. */
public final class InvalidReportIdException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** For this id. */
  public InvalidReportIdException(String id) {
    super("\"" + id + "\" is no report id: it has letters, digits, '-' and '_' only");
  }
}
