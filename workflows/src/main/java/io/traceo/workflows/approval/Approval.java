package io.traceo.workflows.approval;

import org.jspecify.annotations.Nullable;

/**
 * One person's yes: a short-lived statement, signed for a user who has proven who he is ({@link
 * Statements}). Without a signature it counts in the lab alone. Sending the same one again changes
 * nothing.
 *
 * @param subject hash of the {@link ApprovalSubject} that the person saw
 * @param approver user name
 * @param issuedAtMillis when it was made, by the signer's clock
 * @param expiresAtMillis no longer counts from then on; at most an hour after {@code
 *     issuedAtMillis}
 * @param breakGlass one person decides alone, the starter too; it is paged and stands in the report
 * @param reason for the record; required with {@code breakGlass}
 * @param keyId which key of the topology signed it; null when nobody did
 * @param signature Ed25519, Base64; null when nobody signed
 */
public record Approval(
    String subject,
    String approver,
    long issuedAtMillis,
    long expiresAtMillis,
    boolean breakGlass,
    @Nullable String reason,
    @Nullable String keyId,
    @Nullable String signature) {

  /** The same, signed. */
  public Approval signed(String byKey, String with) {
    return new Approval(
        subject, approver, issuedAtMillis, expiresAtMillis, breakGlass, reason, byKey, with);
  }
}
