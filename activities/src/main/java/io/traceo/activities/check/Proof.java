package io.traceo.activities.check;

/**
 * Something that a group's failover needs, and why it does not need a region for it.
 *
 * @param group whose failover
 * @param without the region that is gone
 * @param what is needed
 * @param because where it is instead
 */
public record Proof(String group, String without, String what, String because) {
  @Override
  public String toString() {
    return "proven: " + group + " without " + without + ": " + what + ": " + because;
  }
}
