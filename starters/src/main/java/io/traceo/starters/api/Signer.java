package io.traceo.starters.api;

import io.traceo.activities.place.SecretRef;
import io.traceo.workflows.approval.Approval;
import io.traceo.workflows.approval.Starter;
import io.traceo.workflows.approval.Statements;
import io.traceo.workflows.topology.SigningKey;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signs what proven users decide. */
final class Signer {
  private static final Duration COUNTS_FOR = Duration.ofMinutes(10);

  private final String keyId;
  private final PrivateKey key;
  private final Clock clock;

  /**
   * @throws InvalidApiConfigException when there is no such key
   */
  Signer(ApiConfig.Signing config, Clock clock) {
    this.keyId = config.id();
    this.clock = clock;
    this.key = PemFiles.privateKey(secret(config), List.of("Ed25519"), "signing.keyRef");
  }

  private static String secret(ApiConfig.Signing config) {
    try {
      return SecretRef.resolve(config.keyRef());
    } catch (RuntimeException e) {
      throw new InvalidApiConfigException(
          "signing.keyRef", List.of(String.valueOf(e.getMessage())));
    }
  }

  /** Why runs would refuse what is signed here; null when they would not. */
  @Nullable String refused(List<SigningKey> keys) {
    Starter sample =
        Statements.sign(new Starter("nobody", "none", clock.millis(), null, null), keyId, key);
    return Statements.problem(sample, keys);
  }

  Approval approval(Caller by, String subject, boolean breakGlass, @Nullable String reason) {
    long now = clock.millis();
    return Statements.sign(
        new Approval(
            subject, by.user(), now, now + COUNTS_FOR.toMillis(), breakGlass, reason, null, null),
        keyId,
        key);
  }

  Starter starter(Caller by, String workflowId) {
    return Statements.sign(
        new Starter(by.user(), workflowId, clock.millis(), null, null), keyId, key);
  }
}
