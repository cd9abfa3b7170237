package io.traceo.workflows.approval;

import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.topology.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is signed, and whether it was. A statement is the SHA-256 of its fields, each as {@code
 * name=length:value}, so that no field can run into the next; the signature is Ed25519 (RFC 8032)
 * over that hash. Pure: the same answer in every replay.
 */
public final class Statements {
  private static final String ALGORITHM = "Ed25519";

  private Statements() {}

  /** What an approval names: in hexadecimal. */
  public static String hash(ApprovalSubject subject) {
    Fields fields =
        new Fields("traceo approval subject 1")
            .add("workflowId", subject.workflowId())
            .add("runId", subject.runId())
            .add("gate", subject.gate())
            .add("group", subject.group())
            .add("epoch", Long.toString(subject.epoch()))
            .add("target", subject.target());
    for (SealedMember member : subject.sealed()) {
      fields
          .add("sealed", member.region())
          .add("timeline", Integer.toString(member.timeline()))
          .add("position", Long.toString(member.position()));
    }
    LossEstimate loss = subject.loss();
    fields.add("loss", loss == null ? null : String.valueOf(loss.bytes()));
    fields.add("lossText", loss == null ? null : loss.text());
    subject.reasons().forEach(reason -> fields.add("reason", reason));
    return HexFormat.of().formatHex(fields.hash());
  }

  /** The approval, signed by this key. */
  public static Approval sign(Approval approval, String keyId, PrivateKey key) {
    return approval.signed(keyId, sign(fields(approval, keyId), key));
  }

  /** The starter, signed by this key. */
  public static Starter sign(Starter starter, String keyId, PrivateKey key) {
    return starter.signed(keyId, sign(fields(starter, keyId), key));
  }

  /** Why this signature does not stand; null when it does. */
  public static @Nullable String problem(Approval approval, List<SigningKey> keys) {
    return problem(
        fields(approval, approval.keyId()), approval.keyId(), approval.signature(), keys);
  }

  /** Why this signature does not stand; null when it does. */
  public static @Nullable String problem(Starter starter, List<SigningKey> keys) {
    return problem(fields(starter, starter.keyId()), starter.keyId(), starter.signature(), keys);
  }

  /** Why nothing can be checked with this key; null when it is one. */
  public static @Nullable String problem(SigningKey key) {
    try {
      PublicKey unused = read(key);
      return null;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return "key \""
          + key.id()
          + "\" is no Ed25519 public key; print it by openssl pkey -in KEY -pubout -outform DER |"
          + " base64 -w0";
    }
  }

  private static PublicKey read(SigningKey key) throws GeneralSecurityException {
    return KeyFactory.getInstance(ALGORITHM)
        .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(key.publicKey())));
  }

  private static Fields fields(Approval approval, @Nullable String keyId) {
    return new Fields("traceo approval 1")
        .add("subject", approval.subject())
        .add("approver", approval.approver())
        .add("issuedAt", Long.toString(approval.issuedAtMillis()))
        .add("expiresAt", Long.toString(approval.expiresAtMillis()))
        .add("breakGlass", Boolean.toString(approval.breakGlass()))
        .add("reason", approval.reason())
        .add("key", keyId);
  }

  private static Fields fields(Starter starter, @Nullable String keyId) {
    return new Fields("traceo starter 1")
        .add("user", starter.user())
        .add("workflowId", starter.workflowId())
        .add("at", Long.toString(starter.atMillis()))
        .add("key", keyId);
  }

  private static String sign(Fields fields, PrivateKey key) {
    try {
      Signature signer = Signature.getInstance(ALGORITHM);
      signer.initSign(key);
      signer.update(fields.hash());
      return Base64.getEncoder().encodeToString(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key can't sign: " + e.getMessage(), e);
    }
  }

  private static @Nullable String problem(
      Fields fields, @Nullable String keyId, @Nullable String signature, List<SigningKey> keys) {
    if (keyId == null || signature == null) {
      return "nobody signed it";
    }
    SigningKey key = keys.stream().filter(k -> k.id().equals(keyId)).findFirst().orElse(null);
    if (key == null) {
      return "the topology has no key \"" + keyId + "\"";
    }
    try {
      Signature verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(read(key));
      verifier.update(fields.hash());
      return verifier.verify(Base64.getDecoder().decode(signature))
          ? null
          : "its signature is not that of key \"" + keyId + "\"";
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return "its signature can't be checked with key \"" + keyId + "\": " + e.getMessage();
    }
  }

  /** Fields in order. A missing one differs from an empty one. */
  private static final class Fields {
    private final MessageDigest digest;

    Fields(String kind) {
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
      add("kind", kind);
    }

    Fields add(String name, @Nullable String value) {
      String length =
          value == null ? "-" : Integer.toString(value.getBytes(StandardCharsets.UTF_8).length);
      String line = name + "=" + length + ":" + (value == null ? "" : value) + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
      return this;
    }

    byte[] hash() {
      return digest.digest();
    }
  }
}
