package io.traceo.workflows.topology;

/**
 * The key that a region's stored copies are encrypted with.
 *
 * @param ref {@code kms:REGION/NAME}: where it is kept and what it is called, never the key
 * @param cipher {@code AES-256}
 */
public record EncryptionKey(String ref, String cipher) {
  /** The region that keeps the key; empty when the reference doesn't say. */
  public String region() {
    int scheme = ref.indexOf(':');
    int name = ref.indexOf('/');
    return scheme < 0 || name < scheme ? "" : ref.substring(scheme + 1, name);
  }
}
