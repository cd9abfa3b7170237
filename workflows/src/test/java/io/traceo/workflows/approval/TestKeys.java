package io.traceo.workflows.approval;

import io.traceo.workflows.topology.SigningKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;

/** A key that the topology knows and one that it doesn't. */
public final class TestKeys {
  private static final KeyPair KNOWN = make();
  private static final KeyPair OTHER = make();

  private TestKeys() {}

  private static KeyPair make() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static ApprovalSettings settings() {
    return new ApprovalSettings(
        List.of(
            new SigningKey(
                "api", Base64.getEncoder().encodeToString(KNOWN.getPublic().getEncoded()))),
        false);
  }

  public static Approval signed(Approval approval) {
    return Statements.sign(approval, "api", KNOWN.getPrivate());
  }

  public static Starter signed(Starter starter) {
    return Statements.sign(starter, "api", KNOWN.getPrivate());
  }

  /** Signed by somebody else in the name of the known key. */
  public static Approval forged(Approval approval) {
    return Statements.sign(approval, "api", OTHER.getPrivate());
  }

  public static Starter forged(Starter starter) {
    return Statements.sign(starter, "api", OTHER.getPrivate());
  }
}
