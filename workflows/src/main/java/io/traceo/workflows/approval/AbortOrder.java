package io.traceo.workflows.approval;

/**
 * Ends a run while nothing is promoted yet; what it changed is taken back.
 *
 * @param by who
 * @param reason why
 */
public record AbortOrder(String by, String reason) {

  /**
   * What a validator asks of every order that stands in the record.
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
