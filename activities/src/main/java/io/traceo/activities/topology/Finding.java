package io.traceo.activities.topology;

/**
 * Something that is wrong with a configuration file.
 *
 * @param severity ERROR refuses the file, WARN doesn't
 * @param file where
 * @param line from 1; 0 when the file as a whole is meant
 * @param column from 1; 0 with line 0
 * @param pointer JSON pointer of the value, empty for the whole file
 * @param reason what is wrong and what to do
 */
public record Finding(
    Severity severity, String file, int line, int column, String pointer, String reason) {
  /** How bad. */
  public enum Severity {
    ERROR,
    WARN
  }

  @Override
  public String toString() {
    return file + ":" + line + ": " + severity + " " + reason;
  }
}
