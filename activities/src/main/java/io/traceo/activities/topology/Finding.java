package io.traceo.activities.topology;

/**
 * Something that is wrong with a configuration file.
 *
 * @param severity ERROR refuses the file, WARN doesn't
 * @param file where
 * @param line from 1
 * @param reason what is wrong and what to do
 */
public record Finding(Severity severity, String file, int line, String reason) {
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
