package io.traceo.workflows.approval;

import org.jspecify.annotations.Nullable;

/**
 * Who started a run, proven by a signature ({@link Statements}). A name that somebody typed proves
 * nothing.
 *
 * @param user user name
 * @param workflowId that he started; a proof for one run is none for another
 * @param atMillis when, by the signer's clock
 * @param keyId which key of the topology signed it
 * @param signature Ed25519, Base64
 */
public record Starter(
    String user,
    String workflowId,
    long atMillis,
    @Nullable String keyId,
    @Nullable String signature) {

  /** The same, signed. */
  public Starter signed(String byKey, String with) {
    return new Starter(user, workflowId, atMillis, byKey, with);
  }
}
