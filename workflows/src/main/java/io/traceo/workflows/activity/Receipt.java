package io.traceo.workflows.activity;

/**
 * What a step that changes something did.
 *
 * @param outcome {@code DONE}, or {@code ALREADY} when the look before the change found it done
 * @param detail one line for people
 */
public record Receipt(String outcome, String detail) {
  /** The step changed something. */
  public static Receipt done(String detail) {
    return new Receipt("DONE", detail);
  }

  /** The step found its work done already. */
  public static Receipt already(String detail) {
    return new Receipt("ALREADY", detail);
  }
}
