package io.traceo.workflows.budget;

/**
 * What somebody tells a run to do, for the record: abort, pause, resume.
 *
 * @param by who
 * @param reason why
 */
public record RunOrder(String by, String reason) {

  /**
   * What every validator asks of an order.
   *
   * @throws IllegalArgumentException naming the field that is missing
   */
  public void require() {
    if (by == null || by.isBlank()) {
      throw new IllegalArgumentException("who decides this? field \"by\" is missing");
    }
    if (reason == null || reason.isBlank()) {
      throw new IllegalArgumentException("why? field \"reason\" is missing");
    }
  }
}
